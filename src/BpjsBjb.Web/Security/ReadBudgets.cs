using System.Globalization;
using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Security;

/// <summary>Holds every look at a debtor against the person's <see cref="ReadBudget"/>; over it the answer is 429.</summary>
public sealed class ReadBudgets(ReadBudget budget, IOptions<PortalOptions> portal) : IAsyncResourceFilter
{
    public static readonly Refusal NiksSpent = new("read-budget.niks-spent");
    public static readonly Refusal SearchesSpent = new("read-budget.searches-spent");
    public static readonly Refusal CasesSpent = new("read-budget.cases-spent");

    private const int NikDigits = 16;

    private static readonly string[] CaseFolders = ["/Enrollments/", "/Reviews/", "/Loans/", "/Bills/", "/Proofs/"];

    /// <summary>The pages that look a person up, and the field that says whom.</summary>
    private static readonly Dictionary<string, string> LookUps = new()
    {
        ["/Audit/Person"] = "Nik",
        ["/Search/Index"] = "Q",
        ["/Enrollments/Register"] = "Input.Nik",
        ["/Enrollments/Form/Debtor"] = "Input.Nik",
        ["/Csr/Requests"] = "Input.Nik",
    };

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (context.ActionDescriptor is CompiledPageActionDescriptor page
            && Guid.TryParse(http.User.FindFirst(PortalClaims.UserId)?.Value, out var person))
        {
            foreach (var (look, what) in await LooksAsync(page.ViewEnginePath, context, http))
            {
                var (perHour, refusal) = Of(look);
                if (budget.Spend(person, look, what, perHour) is not { } wait) continue;

                http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                http.Features.Set(new RefusedRequest(refusal.With(perHour, (int)Math.Ceiling(wait.TotalMinutes))));
                context.Result = new StatusCodeResult(StatusCodes.Status429TooManyRequests);
                return;
            }
        }

        await next();
    }

    private static async Task<IReadOnlyList<(Look Look, string What)>> LooksAsync(string page, ResourceExecutingContext context, HttpContext http)
    {
        List<(Look, string)> looks = [];
        if (context.RouteData.Values.TryGetValue("id", out var id) && CaseFolders.Any(folder => page.StartsWith(folder, StringComparison.Ordinal)))
        {
            looks.Add((Look.Case, $"{id}".ToUpperInvariant()));
        }

        if (HttpMethods.IsPost(http.Request.Method) && LookUps.TryGetValue(page, out var field) && http.Request.HasFormContentType)
        {
            var text = (await http.Request.ReadFormAsync(http.RequestAborted))[field].ToString();
            var digits = string.Concat(text.Where(char.IsDigit));
            if (digits.Length == NikDigits) looks.Add((Look.Nik, digits));
            else if (page == "/Search/Index" && !string.IsNullOrWhiteSpace(text)) looks.Add((Look.Words, text.Trim().ToUpperInvariant()));
        }

        return looks;
    }

    private (int PerHour, Refusal Refusal) Of(Look look) => look switch
    {
        Look.Nik => (portal.Value.NikLookUpsPerHour, NiksSpent),
        Look.Words => (portal.Value.SearchesPerHour, SearchesSpent),
        _ => (portal.Value.CasesPerHour, CasesSpent),
    };
}
