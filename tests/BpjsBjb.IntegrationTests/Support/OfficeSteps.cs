using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>Steps of the tests about offices and mergers.</summary>
internal static class OfficeSteps
{
    public static AddOffice Branch(string name, Guid? below = null, string? code = null) => new()
    {
        ParentId = (below ?? SmallBank.West).ToString(),
        Kind = nameof(OfficeKind.Branch),
        Code = code,
        Name = name,
        RegencyCode = "3204",
        ValidFrom = A.Date(A.Today),
    };

    public static Task<Result<Guid>> AddOfficeAsync(this Desk desk, AddOffice input, TestUser? by = null) =>
        desk.Get<OfficeService>().AddAsync(input, (by ?? SmallBank.Admin).Actor, Desk.Cancel);

    public static async Task<OfficeDetails> OfficeAsync(this Desk desk, Guid id) =>
        (await desk.Get<OfficeSearch>().DetailsAsync(id, SmallBank.Admin.Actor, Desk.Cancel))!;

    /// <summary>The form as it stands, with another place in the tree.</summary>
    public static async Task<Result<Guid>> MoveOfficeAsync(this Desk desk, Guid id, Guid below)
    {
        var office = await desk.OfficeAsync(id);
        var input = new ChangeOffice { ParentId = below.ToString(), Code = office.Code, Name = office.Name, RegencyCode = office.RegencyCode };
        return await desk.Get<OfficeService>().ChangeAsync(id, office.Version, input, SmallBank.Admin.Actor, Desk.Cancel);
    }

    public static async Task<Result<Guid>> CloseOfficeAsync(this Desk desk, Guid id, DateOnly from) => await desk.Get<OfficeService>().CloseAsync(
        id, (await desk.OfficeAsync(id)).Version, new CloseOffice { From = A.Date(from) }, SmallBank.Admin.Actor, Desk.Cancel);

    /// <summary>Who they are by now, wherever their office was moved to.</summary>
    public static async Task<Actor> NowAsync(this Desk desk, TestUser user)
    {
        var scope = await desk.Get<UserService>().ScopeOfAsync(user.Id, Desk.Cancel);
        return new Actor(scope.UserId, scope.Role, scope.OfficeId, scope.Bank, scope.Bpjs);
    }

    public static ProposeMerger Merger(Guid into, DateOnly? on = null) =>
        new() { IntoId = into.ToString(), EffectiveOn = A.Date(on ?? A.Today), Reason = "SK rekaan 7/2026" };

    /// <summary>Cimahi into Soreang, as the first of two people.</summary>
    public static async Task<Guid> ProposedMergerAsync(this Desk desk, Guid? from = null, Guid? into = null, DateOnly? on = null)
    {
        var proposed = await desk.Get<MergerService>().ProposeAsync(
            from ?? SmallBank.Cimahi, Merger(into ?? SmallBank.Soreang, on ?? desk.Clock.Today()), SmallBank.Admin.Actor, Desk.Cancel);
        Assert.Empty(proposed.Refusals);
        return proposed.Value;
    }

    public static async Task<Guid> ApprovedMergerAsync(this Desk desk, Guid? from = null, Guid? into = null, DateOnly? on = null)
    {
        var id = await desk.ProposedMergerAsync(from, into, on);
        Assert.Empty((await desk.Get<MergerService>().ApproveAsync(id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Refusals);
        return id;
    }

    /// <summary>Approved and carried out, as the worker would.</summary>
    public static async Task<MergerDetails> MergedAsync(this Desk desk, Guid? from = null, Guid? into = null)
    {
        var id = await desk.ApprovedMergerAsync(from, into);
        await desk.Get<MergerKeeper>().RunAsync(Desk.Cancel);
        return await desk.MergerAsync(id);
    }

    public static async Task<MergerDetails> MergerAsync(this Desk desk, Guid id) =>
        (await desk.Get<MergerSearch>().DetailsAsync(id, SmallBank.Admin.Actor, Desk.Cancel))!;

    /// <summary>Rows that stand elsewhere than the office they name; none, whatever was moved.</summary>
    public static Task<long> MisplacedAsync(this Desk desk) => desk.Database.ReadAsync<long>(
        """
        select (select count(*) from enrollments e join offices a on a.id = e.office_id join offices b on b.id = e.bpjs_office_id
                 where e.bank_position <> a.position or e.bpjs_position <> b.position)
             + (select count(*) from loans l join offices a on a.id = l.office_id
                 where l.bank_position <> a.position or not exists (select from offices b where b.institution = 'Bpjs' and b.position = l.bpjs_position))
             + (select count(*) from participations p join offices b on b.id = p.bpjs_office_id where p.bpjs_position <> b.position)
             + (select count(*) from data_requests r join enrollments e on e.id = r.enrollment_id
                 where (r.bank_position, r.bpjs_position) <> (e.bank_position, e.bpjs_position))
             + (select count(*) from employers e join offices a on a.id = e.office_id join offices b on b.id = e.bpjs_office_id
                 where (e.bank_position, e.bpjs_position) <> (a.position, b.position))
             + (select count(*) from loan_groups g join offices a on a.id = g.office_id
                 where g.bank_position <> a.position or not exists (select from offices b where b.institution = 'Bpjs' and b.position = g.bpjs_position))
             + (select count(*) from offices c join offices p on p.id = c.parent_id where c.position <= p.position or c.position_end > p.position_end)
        """);
}
