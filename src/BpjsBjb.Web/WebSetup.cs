using BpjsBjb.Services;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.PrivateDatabase;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Mails;
using BpjsBjb.Services.Notices;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Services.Rules;
using BpjsBjb.Web.Api;
using BpjsBjb.Web.Background;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Logging;
using BpjsBjb.Web.Mails;
using BpjsBjb.Web.Pages.Enrollments.Form;
using BpjsBjb.Web.Pages.Reference;
using BpjsBjb.Web.Proofs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web;

/// <summary>Everything HTTP: services in <see cref="AddPortalWeb"/>, the pipeline's order in <see cref="UsePortalWeb"/>.</summary>
public static class WebSetup
{
    private const int Kilobyte = 1024;

    /// <summary>The host's own mark that sign-in has its place in the pipeline.</summary>
    private const string AuthenticationIsPlaced = "__AuthenticationMiddlewareSet";

    public static WebApplicationBuilder AddPortalWeb(this WebApplicationBuilder builder, PortalDatabase database)
    {
        var services = builder.Services;
        var portal = builder.Configuration.GetSection(PortalOptions.Section).Get<PortalOptions>() ?? new PortalOptions();
        var plainHttp = portal.Demo || builder.Environment.IsDevelopment();

        services.TryAddSingleton(TimeProvider.System);
        // Somebody trying the portal out reads between two clicks.
        if (plainHttp) services.AddSingleton(new SessionLimits { Idle = TimeSpan.FromMinutes(60) });
        services.AddPortalLogging(builder.Environment.IsDevelopment());
        services.AddBpjsBjbServices(database.ConnectionString, database.WorkerConnectionString, database.Keys, SealFileOf(portal, database))
            .AddSignInManager<PortalSignInManager>();
        var factor = SecondFactor.ModeOf(portal, isForTrying: plainHttp);
        services.AddMails(MailSettings.Read(builder.Configuration, portal.PublicAddress, plainHttp), plainHttp);
        services.AddJobs();
        services.AddOptions<PortalOptions>().BindConfiguration(PortalOptions.Section).PostConfigure(options => options.SecondFactor = factor);
        services.AddScoped<IUserConfirmation<PortalUser>, GrantedOnly>();
        services.Configure<IdentityOptions>(identity => identity.SignIn.RequireConfirmedAccount = true);
        // Outside Development too: tests and demonstrations run unpublished. A published portal has no such manifest.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestGuard.MostFormBytes;
            kestrel.Limits.MaxRequestLineSize = 8 * Kilobyte;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * Kilobyte;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });

        services.AddLanguages(plainHttp);
        services.AddPages(plainHttp);
        var providers = ProviderSettings.Read(builder.Configuration, portal.PublicAddress, plainHttp);
        services.AddSignIn(plainHttp, needsFactor: factor == SecondFactorMode.Required).AddProviders(providers, portal.PublicAddress, plainHttp);
        services.AddPasskeys(portal.PublicAddress);
        services.AddApi(portal, plainHttp);
        services.AddRateLimiter(limits => RequestLimits.AddTo(limits, portal));
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = TimeSpan.FromSeconds(30) });
        services.AddHsts(hsts => (hsts.MaxAge, hsts.IncludeSubDomains) = (TimeSpan.FromDays(365), true));
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var network in portal.TrustedProxies) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });
        return builder;
    }

    /// <summary>The work that comes round, each with its period.</summary>
    private static void AddJobs(this IServiceCollection services) => services
        .AddJob<AuditSealer>(JobName.SealAudit, TimeSpan.FromMinutes(1))
        .AddJob<SessionKeeper>(JobName.EndSessions, TimeSpan.FromHours(1))
        .AddJob<RetentionKeeper>(JobName.KeepRetention, TimeSpan.FromMinutes(30))
        .AddJob<TrialKeeper>(JobName.TryRules, TimeSpan.FromSeconds(2))
        .AddJob<MergerKeeper>(JobName.MergeOffices, TimeSpan.FromMinutes(1))
        .AddJob<EscalationKeeper>(JobName.EscalateReviews, TimeSpan.FromMinutes(1))
        .AddJob<DuplicateKeeper>(JobName.FindDuplicates, TimeSpan.FromMinutes(1))
        .AddJob<MonthKeeper>(JobName.TurnMonths, TimeSpan.FromMinutes(10))
        .AddJob<RenewalKeeper>(JobName.BillRenewals, TimeSpan.FromMinutes(10))
        .AddJob<DiscountKeeper>(JobName.CarryDiscounts, TimeSpan.FromMinutes(1))
        .AddJob<JobRunKeeper>(JobName.TrimJobRuns, TimeSpan.FromHours(6))
        .AddJob<BillKeeper>(JobName.TellOfBills, TimeSpan.FromHours(1))
        .AddJob<CoverKeeper>(JobName.TellOfCover, TimeSpan.FromHours(1))
        .AddJob<WaiverKeeper>(JobName.ReopenWaivers, TimeSpan.FromMinutes(10))
        .AddJob<PayoutProver>(JobName.ProvePayouts, TimeSpan.FromHours(24))
        .AddJob<SigningKeys>(JobName.RotateSigningKeys, TimeSpan.FromHours(1))
        .AddJob<CsrAllocationKeeper>(JobName.BindCsrMonths, TimeSpan.FromSeconds(2))
        .AddJob<CsrKeeper>(JobName.KeepCsr, TimeSpan.FromHours(1))
        .AddJob<CsrLookKeeper>(JobName.LookAtLists, TimeSpan.FromSeconds(2))
        .AddJob<ClaimKeeper>(JobName.TellOfClaims, TimeSpan.FromMinutes(15))
        .AddJob<MailKeeper>(JobName.SendMail, TimeSpan.FromMinutes(1));

    /// <summary>A private database has its file beside it, for trying; any other has the one that was named, or none.</summary>
    private static string? SealFileOf(PortalOptions portal, PortalDatabase database) => portal.AuditSealFile
        ?? (database.IsPrivate ? Path.Combine(PrivatePostgresOptions.DefaultDataDirectory(), "audit", "seals.txt") : null);

    public static WebApplication UsePortalWeb(this WebApplication app)
    {
        var development = app.Environment.IsDevelopment();
        var plainHttp = development || app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.Demo;

        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        if (!development) app.UseExceptionHandler("/Error");
        if (!plainHttp) app.UseHsts().UseHttpsRedirection();
        app.UseRequestLocalization();
        app.UseStatusCodePagesWithReExecute("/Status/{0}");
        app.UseRequestLog();
        app.UseMiddleware<ApiAnswers>();
        app.UseRouting();
        app.UseMiddleware<RequestGuard>();
        app.UseRateLimiter();
        // The host does not see it in the branch below and would put one before everything: tokens would be refused past headers, limits and log.
        ((IApplicationBuilder)app).Properties[AuthenticationIsPlaced] = true;
        app.UseWhen(NeedsSession, branch => branch.UseAuthentication());
        app.UseAuthorization();
        app.UseRequestTimeouts();
        app.UseMiddleware<MovedScope>();

        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
        app.MapApi();
        app.MapGet("/health/live", () => "alive").AllowAnonymous();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
        return app;
    }

    /// <summary>A session is one look into the database: a style sheet needs none, and the error page must come without one.</summary>
    private static bool NeedsSession(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        && context.Features.Get<IExceptionHandlerFeature>() is null;

    /// <summary>Says nothing to strangers but yes or no: the database answers and has every migration.</summary>
    private static async Task<IResult> ReadyAsync(DatabaseHealth health, CancellationToken cancel) =>
        await health.IsReadyAsync(cancel) ? Results.Text("ready") : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

    private static void AddLanguages(this IServiceCollection services, bool plainHttp)
    {
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.Configure<RequestLocalizationOptions>(options => Language.Configure(options, plainHttp));
        services.AddSingleton<RefusalSentences>();
        services.AddSingleton<ReferenceWords>();
        services.AddSingleton<Pages.Csr.CsrWords>();
        services.AddSingleton<Pages.Csr.CsrFigureWords>();
        services.AddSingleton<IConfigureOptions<MvcOptions>, BindingMessages>();
    }

    private static void AddPages(this IServiceCollection services, bool plainHttp)
    {
        services.AddRazorPages(options =>
            {
                // A new page gets its line in the table of Security/PagePermissions.cs, and nothing here.
                PagePermissions.AddTo(options.Conventions);
                RequestLimits.Mark(options.Conventions);
            })
            .AddMvcOptions(options =>
            {
                options.Filters.Add<UnprintableText>();
                options.Filters.Add<UnknownFields>();
                options.Filters.Add<ReadBudgets>();
                // Services' validators are the one authority on what must be filled in.
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            })
            .AddViewLocalization()
            .AddCookieTempDataProvider(options => PortalCookies.Guard(options.Cookie, "notice", plainHttp));
        services.AddAntiforgery(options =>
        {
            PortalCookies.Guard(options.Cookie, "af", plainHttp);
            // frame-ancestors in the content security policy says it, and more strictly.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddHttpContextAccessor();
        services.AddSingleton<KnownFields>().AddSingleton<ReadBudget>();
        services.AddSingleton<ProofPaperSource>().AddSingleton<VerifyPage>();
        services.AddScoped<ClaimPaperSource>();
        services.AddScoped<CsrPaperSource>();
        services.AddScoped<CsrReportSource>();
        services.AddScoped<SectionServices>();
    }

    private static AuthenticationBuilder AddSignIn(this IServiceCollection services, bool plainHttp, bool needsFactor)
    {
        services.AddSingleton<SignInNames>().AddSingleton<DecoyPassword>();
        services.AddScoped<SignInService>().AddScoped<HalfSignIn>().AddScoped<SecondStep>().AddScoped<FactorSettings>().AddScoped<PasswordService>();
        services.AddSingleton<SessionTicketStore>();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionTicketStore, SessionLimits>((options, store, limits) =>
                (options.SessionStore, options.ExpireTimeSpan) = (store, limits.Absolute));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, SharedKeyRing>();
        services.AddDataProtection().SetApplicationName("bpjsbjb");
        services.AddAuthorization(options =>
        {
            Policies.AddTo(options, needsFactor);
            ApiPermissions.AddTo(options);
        });
        return services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            PortalCookies.Guard(options.Cookie, "s", plainHttp);
            options.LoginPath = "/SignIn";
            options.ReturnUrlParameter = "returnUrl";
            // The session's row knows when it ends; the cookie goes with the browser.
            options.SlidingExpiration = false;
            options.Events.OnValidatePrincipal = GrantCheck.ValidateAsync;
            options.Events.OnRedirectToLogin = context =>
            {
                if (IsFetch(context.Request)) context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                else context.Response.Redirect(context.RedirectUri);
                return Task.CompletedTask;
            };
            options.Events.OnRedirectToAccessDenied = context =>
            {
                var mustSetUp = needsFactor && !context.HttpContext.User.HasSecondFactor();
                if (mustSetUp && !IsFetch(context.Request)) context.Response.Redirect($"{context.Request.PathBase}/Account/Factors");
                else context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        }).AddCookie(HalfSignIn.Scheme, options =>
        {
            PortalCookies.Guard(options.Cookie, HalfSignIn.Scheme, plainHttp);
            options.ExpireTimeSpan = HalfSignIn.Life;
            options.SlidingExpiration = false;
        });
    }

    private static bool IsFetch(HttpRequest request) =>
        request.Headers.XRequestedWith == "fetch" || ApiPaths.IsOne(request.Path);
}
