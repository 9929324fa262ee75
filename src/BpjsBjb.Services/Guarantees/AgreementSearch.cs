using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Guarantees;

/// <summary>The agreement as far as it is known.</summary>
public sealed record Agreement(IReadOnlyList<AgreementParty> Parties, IReadOnlyList<AgreementTerm> Terms, IReadOnlyList<AgreementPaper> Papers);

/// <summary>Reads the agreement. It holds institutions and no person.</summary>
public sealed class AgreementSearch
{
    private readonly BpjsBjbDbContext _db;

    internal AgreementSearch(BpjsBjbDbContext db) => _db = db;

    public async Task<Agreement> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var parties = await _db.Database.SqlQuery<PartyRow>(
            $"select id, name, party_role, valid_from, valid_to, source, is_confirmed from agreement_parties order by id").ToListAsync(cancel);
        var terms = await _db.Database.SqlQuery<AgreementTerm>(
            $"select id, says_id, says_en, valid_from, valid_to, source, is_confirmed from agreement_terms order by id").ToListAsync(cancel);
        var papers = await _db.Database.SqlQuery<PaperRow>(
            $"""
             select d.id, d.kind, d.dated_on, encode(d.content_hash, 'hex') as hash, coalesce(u.full_name, '–') as by_name, d.added_at
               from agreement_documents d left join users u on u.id = d.added_by order by d.dated_on desc, d.added_at desc, d.id
             """).ToListAsync(cancel);
        return new Agreement([.. parties.Select(row => row.Party)], terms, [.. papers.Select(row => row.Paper)]);
    }

    private sealed record PartyRow(
        int Id, string Name, string PartyRole, DateOnly ValidFrom, DateOnly? ValidTo, string Source, bool IsConfirmed)
    {
        public AgreementParty Party => new(Id, Name, Enum.Parse<PartyRole>(PartyRole), ValidFrom, ValidTo, Source, IsConfirmed);
    }

    private sealed record PaperRow(Guid Id, string Kind, DateOnly DatedOn, string Hash, string ByName, DateTimeOffset AddedAt)
    {
        public AgreementPaper Paper => new(Id, Enum.Parse<AgreementPaperKind>(Kind), DatedOn, Hash, ByName, AddedAt);
    }
}
