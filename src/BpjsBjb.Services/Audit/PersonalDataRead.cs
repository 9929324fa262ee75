using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Audit;

/// <summary>What kind of look a row tells of.</summary>
internal enum ReadKind
{
    Look,
    Reveal,
    Export,
    Search,
}

/// <summary>One look at personal data, about to be written down.</summary>
/// <param name="Fields">Names of what is seen, never values.</param>
internal sealed record PersonalDataRead(ReadKind Kind, ReadPurpose Purpose, params string[] Fields)
{
    public Guid? EnrollmentId { get; init; }

    public Guid? PersonId { get; init; }

    public byte[]? NoteSealed { get; init; }

    public byte[]? NoteHash { get; init; }

    /// <summary>Of an export: how many rows leave the portal.</summary>
    public int? Rows { get; init; }
}

internal static class PersonalDataReadWriting
{
    /// <summary>The one way a look is written down; stored with the unit of work it is part of.</summary>
    public static Task WriteReadAsync(
        this BpjsBjbDbContext db, PersonalDataRead read, ReadPlace place, Actor actor, CancellationToken cancel) =>
        db.Database.ExecuteSqlInterpolatedAsync(
            $"""
             insert into personal_data_reads (reader, kind, purpose, page, fields, enrollment_id, person_id, note_sealed, note_hash, row_count, address)
             values ({actor.UserId}, {read.Kind.ToString()}, {read.Purpose.ToString()}, {place.Page}, {read.Fields}, {read.EnrollmentId}::uuid,
                     {read.PersonId}::uuid, {read.NoteSealed}::bytea, {read.NoteHash}::bytea, {read.Rows}::int, {place.Address}::inet)
             """,
            cancel);
}
