using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

public sealed class DebtorModel(SectionServices services) : SectionPage<DebtorForm>(services)
{
    public SimilarCases Similar { get; private set; } = SimilarCases.None;

    /// <summary>True when birth date and sex were empty and stand there from the NIK.</summary>
    public bool IsFilledFromNik { get; private set; }

    protected override bool ShowsRecord => true;

    /// <summary>Who resembles what is typed, and what the NIK says for fields that are still empty.</summary>
    public async Task<IActionResult> OnPostSimilarAsync(CancellationToken cancel) => Partial("_Similar", await FindSimilarAsync(cancel));

    protected override async Task PrepareAsync(CancellationToken cancel)
    {
        Similar = await FindSimilarAsync(cancel);
        if (Similar.Reading is not { } reading || Input.BirthDate is not null || Input.Sex is not null) return;

        Input = Input with { BirthDate = Format.DateTyped(reading.BirthDate), Sex = reading.Sex.ToString() };
        IsFilledFromNik = HttpMethods.IsGet(Request.Method);
    }

    private async Task<SimilarCases> FindSimilarAsync(CancellationToken cancel) => new(
        await Services.Search.SimilarAsync(Id, Input.Nik, Input.FullName, Input.BirthDate, User.ToActor(), cancel),
        await Services.Search.ReadNikAsync(Input.Nik, cancel));
}
