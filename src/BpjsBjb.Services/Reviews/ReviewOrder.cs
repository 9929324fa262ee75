using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reviews;

/// <summary>An order of the queue that no two cases share a place in, and the rows behind a place in it, as one comparison an index answers.</summary>
internal abstract class ReviewOrder(bool descending)
{
    protected bool Descending { get; } = descending;

    public static ReviewOrder Of(ReviewSort sort, bool descending) => sort switch
    {
        ReviewSort.Amount => new ByAmount(descending),
        ReviewSort.Product => new ByProduct(descending),
        _ => new ByAge(descending),
    };

    /// <summary>The rows in order, from behind the cut on.</summary>
    public IQueryable<ReviewQueueRow> Page(IQueryable<ReviewQueueRow> rows, QueueCut? cut) => Ordered(cut is null ? rows : Behind(rows, cut));

    public abstract IQueryable<ReviewQueueRow> Behind(IQueryable<ReviewQueueRow> rows, QueueCut cut);

    protected abstract IQueryable<ReviewQueueRow> Ordered(IQueryable<ReviewQueueRow> rows);

    private sealed class ByAge(bool descending) : ReviewOrder(descending)
    {
        public override IQueryable<ReviewQueueRow> Behind(IQueryable<ReviewQueueRow> rows, QueueCut cut) => Descending
            ? rows.Where(row => EF.Functions.LessThan(ValueTuple.Create(row.SubmittedAt, row.Id), ValueTuple.Create(cut.SubmittedAt, cut.Id)))
            : rows.Where(row => EF.Functions.GreaterThan(ValueTuple.Create(row.SubmittedAt, row.Id), ValueTuple.Create(cut.SubmittedAt, cut.Id)));

        protected override IQueryable<ReviewQueueRow> Ordered(IQueryable<ReviewQueueRow> rows) => Descending
            ? rows.OrderByDescending(row => row.SubmittedAt).ThenByDescending(row => row.Id)
            : rows.OrderBy(row => row.SubmittedAt).ThenBy(row => row.Id);
    }

    private sealed class ByAmount(bool descending) : ReviewOrder(descending)
    {
        public override IQueryable<ReviewQueueRow> Behind(IQueryable<ReviewQueueRow> rows, QueueCut cut)
        {
            var amount = (long)cut.LoanAmount.Amount;
            return Descending
                ? rows.Where(row => EF.Functions.LessThan(ValueTuple.Create(row.LoanAmount, row.Id), ValueTuple.Create(amount, cut.Id)))
                : rows.Where(row => EF.Functions.GreaterThan(ValueTuple.Create(row.LoanAmount, row.Id), ValueTuple.Create(amount, cut.Id)));
        }

        protected override IQueryable<ReviewQueueRow> Ordered(IQueryable<ReviewQueueRow> rows) => Descending
            ? rows.OrderByDescending(row => row.LoanAmount).ThenByDescending(row => row.Id)
            : rows.OrderBy(row => row.LoanAmount).ThenBy(row => row.Id);
    }

    private sealed class ByProduct(bool descending) : ReviewOrder(descending)
    {
        public override IQueryable<ReviewQueueRow> Behind(IQueryable<ReviewQueueRow> rows, QueueCut cut) => Descending
            ? rows.Where(row => EF.Functions.LessThan(
                ValueTuple.Create(row.ProductCode, row.SubmittedAt, row.Id), ValueTuple.Create(cut.ProductCode, cut.SubmittedAt, cut.Id)))
            : rows.Where(row => EF.Functions.GreaterThan(
                ValueTuple.Create(row.ProductCode, row.SubmittedAt, row.Id), ValueTuple.Create(cut.ProductCode, cut.SubmittedAt, cut.Id)));

        protected override IQueryable<ReviewQueueRow> Ordered(IQueryable<ReviewQueueRow> rows) => Descending
            ? rows.OrderByDescending(row => row.ProductCode).ThenByDescending(row => row.SubmittedAt).ThenByDescending(row => row.Id)
            : rows.OrderBy(row => row.ProductCode).ThenBy(row => row.SubmittedAt).ThenBy(row => row.Id);
    }
}
