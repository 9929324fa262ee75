using System.Globalization;
using BpjsBjb.Web.Api;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Localization;

namespace BpjsBjb.Web.Localisation;

/// <summary>The two languages and the cookie that remembers the reader's choice. Indonesian unless chosen otherwise.</summary>
public static class Language
{
    public const string Indonesian = "id";
    public const string English = "en";

    public static readonly string[] All = [Indonesian, English];

    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static string Other => Current == English ? Indonesian : English;

    public static string CookieName(bool plainHttp) => PortalCookies.Name("lang", plainHttp);

    /// <summary>Runs <paramref name="write"/> in one language, whatever the reader has chosen: papers have their own.</summary>
    public static T In<T>(string language, Func<T> write)
    {
        var reader = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return write();
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    public static RequestLocalizationOptions Configure(RequestLocalizationOptions options, bool plainHttp)
    {
        options.SetDefaultCulture(Indonesian).AddSupportedCultures(All).AddSupportedUICultures(All);
        // A system has no cookie and says with each request what it wants to read.
        var byHeader = new AcceptLanguageHeaderRequestCultureProvider { Options = options };
        options.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(context => ApiPaths.IsOne(context.Request.Path)
                ? byHeader.DetermineProviderCultureResult(context)
                : Task.FromResult<ProviderCultureResult?>(null)),
            new CustomRequestCultureProvider(context =>
            {
                var chosen = context.Request.Cookies[CookieName(plainHttp)];
                return Task.FromResult(All.Contains(chosen) ? new ProviderCultureResult(chosen) : null);
            }),
        ];
        return options;
    }
}
