using BpjsBjb.Services.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>The queue as its address asks for it.</summary>
public sealed record QueueQuery
{
    public ReviewHolder? Holder { get; init; }

    public ReviewAgeBand? Age { get; init; }

    public string? Product { get; init; }

    /// <summary>Office of the bank.</summary>
    public Guid? Office { get; init; }

    public bool Returned { get; init; }

    public bool Escalated { get; init; }

    /// <summary>Beginning of a case's reference, or an application number: neither tells of a person.</summary>
    public string? Ref { get; init; }

    [FromQuery(Name = TagHelpers.ListQuery.Sort)]
    public string? Order { get; init; }

    public Guid? After { get; init; }

    public Guid? Before { get; init; }

    public ReviewFilter ToFilter()
    {
        var isDescending = Order?.StartsWith('-') == true;
        var sort = Order?.TrimStart('-') switch
        {
            "amount" => ReviewSort.Amount,
            "product" => ReviewSort.Product,
            _ => ReviewSort.Age,
        };
        return new ReviewFilter(
            Holder, Age, string.IsNullOrEmpty(Product) ? null : Product, Office, Returned, Escalated, string.IsNullOrWhiteSpace(Ref) ? null : Ref, sort,
            isDescending, After, Before);
    }
}
