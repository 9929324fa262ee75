using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>The list of employers as its address asks for it.</summary>
public sealed record EmployerQuery
{
    public LegalForm? Form { get; init; }

    public EnterpriseClass? Size { get; init; }

    public string? Regency { get; init; }

    public bool Unnumbered { get; init; }

    [FromQuery(Name = TagHelpers.ListQuery.PageNumber)]
    public int Page { get; init; } = 1;

    public EmployerFilter ToFilter() => new(Form, Size, string.IsNullOrEmpty(Regency) ? null : Regency, Unnumbered, Page);
}

public sealed class IndexModel(EmployerSearch employers, ReferenceSource reference) : PageModel
{
    public EmployerFilter Filter { get; private set; } = null!;

    public Page<EmployerListItem> List { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayRegister => Policies.Allows(Policies.RegisterDebtors, User.ToActor().Role);

    public async Task OnGetAsync([FromQuery] EmployerQuery query, CancellationToken cancel)
    {
        Filter = query.ToFilter();
        List = await employers.ListAsync(Filter, User.ToActor(), cancel);
        Book = await reference.ReadAsync(cancel);
    }
}
