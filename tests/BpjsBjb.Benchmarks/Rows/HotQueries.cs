using System.Data.Common;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Services.Work;
using BpjsBjb.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BpjsBjb.Benchmarks.Rows;

/// <summary>A statement as a service sent it, and whose rows it may see.</summary>
internal sealed record HotQuery(string Name, string Sql, IReadOnlyList<NpgsqlParameter> Parameters, RowScope Rows);

/// <summary>What officers and reviewers ask all day, written down while the services answer it on the demonstration.</summary>
internal sealed class HotQueries : DbCommandInterceptor
{
    private readonly List<HotQuery> _found = [];
    private string _name = "";
    private RowScope _rows = RowScope.Nobody;

    public static async Task<IReadOnlyList<HotQuery>> RecordAsync(IServiceProvider services, HotQueries recorder, CancellationToken cancel)
    {
        foreach (var role in new[] { Role.LoanOfficer, Role.BpjsReviewer })
        {
            await using var scope = services.CreateAsyncScope();
            var actor = await ActorOfAsync(scope.ServiceProvider, DemoAccounts.All.First(account => account.Role == role).Email, cancel);
            foreach (var (name, ask) in role == Role.LoanOfficer ? Officer(scope.ServiceProvider, actor) : Reviewer(scope.ServiceProvider, actor))
            {
                (recorder._name, recorder._rows) = (name, RowScope.Of(actor));
                await ask(cancel);
                recorder._name = "";
            }
        }

        return [.. recorder._found.DistinctBy(query => query.Sql)];
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        // Rows of the law and of the bank are kept in memory, users carry no policy.
        if (_name.Length > 0 && !command.CommandText.Contains("valid_from", StringComparison.Ordinal))
        {
            _found.Add(new HotQuery(
                _name, command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(parameter => parameter.Clone())], _rows));
        }

        return ValueTask.FromResult(result);
    }

    private static IEnumerable<(string Name, Func<CancellationToken, Task> Ask)> Officer(IServiceProvider services, Actor actor)
    {
        var enrollments = services.GetRequiredService<EnrollmentSearch>();
        var loans = services.GetRequiredService<LoanSearch>();
        var bills = services.GetRequiredService<ContributionSearch>();
        yield return ("home", cancel => services.GetRequiredService<WorkSearch>().OfBankAsync(new EnrollmentFilter(), actor, cancel));
        yield return ("waiting", cancel => services.GetRequiredService<WorkSearch>().WaitingAsync(actor, cancel));
        yield return ("cases, first page", cancel => enrollments.ListAsync(new EnrollmentFilter(), actor, cancel));
        yield return ("cases to act on", cancel => enrollments.ListAsync(new EnrollmentFilter(EnrollmentTab.Action), actor, cancel));
        yield return ("search by name", cancel => enrollments.FindAsync("siti", actor, cancel));
        yield return ("same NIK", cancel => enrollments.SimilarAsync(Guid.Empty, "3273014107900001", null, null, actor, cancel));
        yield return ("case", async cancel =>
        {
            var page = await enrollments.ListAsync(new EnrollmentFilter(EnrollmentTab.Active), actor, cancel);
            await enrollments.DetailsAsync(page.Items[0].Id, actor, cancel);
            await enrollments.LastEditAsync(page.Items[0].Id, actor, cancel);
            await services.GetRequiredService<AuditSearch>().OfCaseAsync(page.Items[0].Id, actor, cancel);
        }
        );
        yield return ("facilities", cancel => loans.ListAsync(LoanTab.All, 1, actor, cancel));
        yield return ("facilities counted", cancel => loans.CountAsync(actor, cancel));
        yield return ("facility", async cancel =>
        {
            var page = await loans.ListAsync(LoanTab.Disbursed, 1, actor, cancel);
            await loans.DetailsAsync(page.Items[0].Id, actor, cancel);
        }
        );
        yield return ("bills", cancel => bills.ListAsync(BillTab.Open, 1, actor, cancel));
        yield return ("bill", async cancel =>
        {
            var page = await bills.ListAsync(BillTab.Paid, 1, actor, cancel);
            await bills.DetailsAsync(page.Items[0].Id, actor, cancel);
        }
        );
    }

    private static IEnumerable<(string Name, Func<CancellationToken, Task> Ask)> Reviewer(IServiceProvider services, Actor actor)
    {
        var reviews = services.GetRequiredService<ReviewSearch>();
        var queue = services.GetRequiredService<ReviewQueue>();
        yield return ("review queue", cancel => queue.PageAsync(new ReviewFilter(), actor, cancel));
        yield return ("review queue counted", cancel => queue.LengthAsync(actor, cancel));
        yield return ("case in review", async cancel =>
        {
            var first = await queue.FirstAsync(actor, cancel) ?? throw new InvalidOperationException("the demonstration has no case in review");
            await reviews.CaseAsync(first, actor, cancel);
            await queue.NextAfterAsync(first, actor, cancel);
        }
        );
    }

    private static async Task<Actor> ActorOfAsync(IServiceProvider services, string email, CancellationToken cancel)
    {
        var id = await services.GetRequiredService<BpjsBjbDbContext>().Users.Where(user => user.Email == email).Select(user => user.Id).SingleAsync(cancel);
        var scope = await services.GetRequiredService<UserService>().ScopeOfAsync(id, cancel);
        return new Actor(scope.UserId, scope.Role, scope.OfficeId, scope.Bank, scope.Bpjs);
    }
}
