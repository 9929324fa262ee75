using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Dashboards;

/// <summary>What every dashboard page reads from its address. A part that cannot be read counts as left out.</summary>
[ReadsQuery("measure", "year", "month", "first", "province", "product", "regency", "branch", ListQuery.PageNumber)]
public abstract class DashboardPage(ReferenceSource reference, TimeProvider clock) : PageModel
{
    public const int FirstYear = 2016;

    private static readonly string[] Provinces = ["32", "36"];

    public DashboardFilter Filter { get; private set; } = null!;

    public Month CurrentMonth => Month.Of(clock.Today());

    /// <summary>True while the filter's last month still runs.</summary>
    public bool MonthIsOpen => Filter.To == CurrentMonth;

    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Months { get; private set; } = [];

    public IReadOnlyList<SelectListItem> ProvinceChoices { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Products { get; private set; } = [];

    /// <summary>Only the whole dashboard chooses a measure and a province.</summary>
    public virtual bool IsOverview => false;

    protected async Task ReadFilterAsync(CancellationToken cancel)
    {
        var book = await reference.ReadAsync(cancel);
        var measure = Asked("measure") == "contributions" ? Measure.Contributions : Measure.Participants;
        Filter = new DashboardFilter(
            measure, AskedMonth(), Provinces.FirstOrDefault(code => code == Asked("province")), book.Product(Asked("product"))?.Code);
        Years =
        [
            .. Enumerable.Range(FirstYear, CurrentMonth.Year - FirstYear + 1).Reverse().Select(year => Choice(year.ToString(CultureInfo.InvariantCulture), Text(year), year == Filter.To.Year)),
        ];
        Months =
        [
            .. Enumerable.Range(1, 12).Select(number => Choice(
                Format.MonthName(new Month(Filter.To.Year, number)), Text(number), number == Filter.To.Number)),
        ];
        ProvinceChoices = [.. Provinces.Select(code => Choice(book.RegionName(code), code, code == Filter.ProvinceCode))];
        Products = [.. book.Products.Select(product => Choice(product.Name, product.Code, product.Code == Filter.ProductCode))];
    }

    /// <summary>The address of a dashboard page with this page's filter and the parts that change; null takes one out.</summary>
    public string Link(string page, params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var parts = new RouteValueDictionary
        {
            ["measure"] = Name(Filter.Measure),
            ["year"] = Text(Filter.To.Year),
            ["month"] = Text(Filter.To.Number),
            ["province"] = Filter.ProvinceCode,
            ["product"] = Filter.ProductCode,
        };
        foreach (var (key, value) in changes) parts[key] = value;
        return Url.Page($"/Dashboards/{page}", parts)!;
    }

    /// <summary>The rows behind a number of participants in a month.</summary>
    public string PeopleLink(Month month, string? regency = null, Guid? branch = null) => Link(
        "Rows", ("measure", Name(Measure.Participants)), ("year", Text(month.Year)), ("month", Text(month.Number)), ("regency", regency),
        ("branch", branch?.ToString()));

    /// <summary>The rows behind an amount of contributions, from a month of the year to another.</summary>
    public string PaymentsLink(Month first, Month last, string? regency = null, Guid? branch = null) => Link(
        "Rows", ("measure", Name(Measure.Contributions)), ("year", Text(last.Year)), ("first", Text(first.Number)),
        ("month", Text(last.Number)), ("regency", regency), ("branch", branch?.ToString()));

    /// <summary>Parts of the address that a new choice of month or product keeps.</summary>
    public virtual IEnumerable<(string Key, string Value)> Kept => [];

    public static string Amount(Measure measure, long amount) =>
        measure == Measure.Contributions ? Format.RupiahShort(new Rupiah(amount)) : Format.Number(amount);

    public static string Whole(Measure measure, long amount) =>
        measure == Measure.Contributions ? Format.Rupiah(new Rupiah(amount)) : Format.Number(amount);

    public static string Name(Measure measure) => measure == Measure.Contributions ? "contributions" : "participants";

    /// <summary>Kab. Bandung, as tables write it.</summary>
    public static string ShortName(string regency) => regency.Replace("Kabupaten ", "Kab. ", StringComparison.Ordinal);

    /// <summary>Januari – September 2016, or one month.</summary>
    public static string Period(Month first, Month last) =>
        first == last ? Format.Month(last) : $"{Format.MonthName(first)} – {Format.Month(last)}";

    /// <summary>Jan – Sep 2016, or one month, where room is short.</summary>
    public static string ShortPeriod(Month first, Month last)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"{Format.MonthShort(last)} {last.Year}");
        return first == last ? end : $"{Format.MonthShort(first)} – {end}";
    }

    protected string? Asked(string key) => Request.Query[key].FirstOrDefault() is { Length: > 0 } text ? text : null;

    protected int? AskedNumber(string key) =>
        int.TryParse(Asked(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The month asked for, else this month; never one that has not begun.</summary>
    private Month AskedMonth()
    {
        var year = Math.Clamp(AskedNumber("year") ?? CurrentMonth.Year, FirstYear, CurrentMonth.Year);
        var last = year == CurrentMonth.Year ? CurrentMonth.Number : 12;
        return new Month(year, Math.Clamp(AskedNumber("month") ?? last, 1, last));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static SelectListItem Choice(string text, string value, bool isChosen) => new(text, value, isChosen);
}
