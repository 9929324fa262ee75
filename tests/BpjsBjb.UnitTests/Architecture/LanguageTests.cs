using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Gate;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Reviews;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Domain.Stack;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Notices;

namespace BpjsBjb.UnitTests.Architecture;

/// <summary>Whatever the portal may say, it says in both languages; whatever is written, it may say.</summary>
public sealed partial class LanguageTests
{
    /// <summary>Nobody but a programmer meets these: they say that a statement went around the services.</summary>
    private static readonly string[] SaidToNobody =
        ["money.does-not-add-up", "money.taken-twice", "money.bill-differs", "money.is-gone", "database.append-only", "database.nobody-is-acting", "database.transactions-went-back", "database.nothing-to-erase", "grant.needs-two-people",
         "data-request.must-start-as-received", "data-request.is-fixed", "data-request.forbidden-transition", "data-request.not-carried-out",
         "rule-proposal.must-start-as-proposed", "rule-proposal.not-by-hand", "office.not-its-place", "office.not-nested",
         "scope.moved", "reference.not-by-hand",
         "csr.allocation-is-fixed", "csr.does-not-add-up", "csr.due-differs", "csr.month-differs", "csr.must-start-proposed"];

    /// <summary>Refusals that concern somebody else's work say who must do what.</summary>
    private static readonly string[] SaysWhoMustAct =
        ["gate.", "enrollment.", "payment.", "review.", "loan.", "disbursement.", "applicant.", "proof."];

    /// <summary>… except where whoever reads it is at the field already and the sentence says what to type.</summary>
    private static readonly string[] AnsweredAtTheField =
    [
        "disbursement.amount-missing", "disbursement.before-application", "disbursement.in-the-future", "disbursement.reference-missing",
        "disbursement.reference-too-long", "disbursement.reference-used", "enrollment.field-not-returned", "loan.amount-outside-product",
        "loan.application-number-missing", "loan.product-missing", "loan.product-unknown", "loan.purpose-missing", "loan.term-missing",
        "loan.term-too-long",
    ];

    private static readonly string Source = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src");
    private static readonly string Resources = Path.Combine(Source, "BpjsBjb.Web", "Resources");

    private static readonly Dictionary<string, string> Refusals = Texts("RefusalTexts.resx");
    private static readonly Dictionary<string, string> Shared = Texts("SharedTexts.resx");
    private static readonly SortedSet<string> Codes = [.. CodesInFields(), .. CodesInText()];

    public static TheoryData<string> ResourcePairs =>
        [.. Directory.EnumerateFiles(Resources, "*.resx", SearchOption.AllDirectories).Where(file => !IsIndonesian(file))
            .Select(file => Path.GetRelativePath(Resources, file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Views =>
        [.. Directory.EnumerateFiles(Path.Combine(Source, "BpjsBjb.Web", "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Source, "BpjsBjb.Web"), file)).Order(StringComparer.Ordinal)];

    public static TheoryData<Type> ShownEnums =>
    [
        typeof(Sex), typeof(HeirRelation), typeof(Segment), typeof(InsuranceProgram), typeof(ParticipantCategory), typeof(ContributionSector),
        typeof(ContributionPayer), typeof(Duty), typeof(EnterpriseClass), typeof(BenefitKind), typeof(AcceptanceOutcome), typeof(ReturnReason),
        typeof(RejectionReason), typeof(DeclineReason), typeof(PaymentChannel), typeof(EnrollmentEventKind), typeof(HorizonState),
        typeof(GrantEnd), typeof(FactorLoss), typeof(Recognition),
        typeof(ReadPurpose),
        typeof(ConsentManner), typeof(LegalBasis), typeof(DataRequestKind), typeof(RequestChannel), typeof(IdentityCheck), typeof(RequestRefusal),
        typeof(RetentionPurpose), typeof(OfficeKind), typeof(RedirectReason), typeof(LookVerdict), typeof(LikenessReason), typeof(DismissalReason), typeof(MergeRefusalReason), typeof(MergeUndoReason), typeof(LegalForm), typeof(WorkerRole), typeof(MemberExemption),
        typeof(ContactMeans), typeof(ContactOutcome), typeof(ClosureReason), typeof(ExitReason), typeof(MoneyAccount), typeof(ReversalReason),
        typeof(JobName), typeof(NoticeKind),
        typeof(ClaimKind), typeof(ClaimTeller), typeof(ClaimOutcome), typeof(ClaimReason), typeof(ClaimItem), typeof(ItemState), typeof(ItemReason),
        typeof(ClaimDeadlineKind), typeof(ExpectedState), typeof(ExpectedReason),
        typeof(WaiverReason), typeof(WaiverVerdict), typeof(WaiverTab),
        typeof(GuaranteeEnd), typeof(LayerFault), typeof(GuaranteeDemand), typeof(ClaimCondition), typeof(PartyRole), typeof(AgreementPaperKind),
        typeof(Institution), typeof(DonorKind), typeof(MembershipCode), typeof(CsrRemainder), typeof(DonationDirection), typeof(CsrDocumentKind), typeof(CandidateEvidence),
        typeof(OtherPayer), typeof(NextPayer), typeof(LateReason), typeof(ExceptionVerdict), typeof(CsrBenefitKind), typeof(AllocationEnd),
    ];

    [Theory]
    [MemberData(nameof(ResourcePairs))]
    public void Both_languages_have_the_same_keys_and_placeholders(string english)
    {
        var one = Texts(english);
        var other = Texts(english.Replace(".resx", ".id.resx", StringComparison.Ordinal));

        Assert.Equal(one.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        Assert.All(one, pair =>
        {
            Assert.False(string.IsNullOrWhiteSpace(pair.Value) || string.IsNullOrWhiteSpace(other[pair.Key]), $"{pair.Key} is empty.");
            Assert.True(Placeholders(pair.Value).SetEquals(Placeholders(other[pair.Key])), $"{pair.Key} fills in other values.");
        });
    }

    [Fact]
    public void Every_refusal_has_a_sentence()
    {
        Assert.True(Codes.Count > 80);
        Assert.Empty(Codes.Except(SaidToNobody).Where(code => !Refusals.ContainsKey(code)));
    }

    [Fact]
    public void Every_sentence_has_its_refusal() =>
        Assert.Empty(Refusals.Keys.Select(key => key.Replace(".todo", "", StringComparison.Ordinal)).Distinct().Where(key => !Codes.Contains(key)));

    [Fact]
    public void Refusals_that_concern_somebody_elses_work_say_who_must_do_what() =>
        Assert.Empty(Codes.Except(SaidToNobody).Except(AnsweredAtTheField)
            .Where(code => SaysWhoMustAct.Any(start => code.StartsWith(start, StringComparison.Ordinal)))
            .Where(code => !Refusals.ContainsKey($"{code}.todo")));

    [Theory]
    [MemberData(nameof(ShownEnums))]
    public void Every_choice_has_its_word(Type choice) =>
        Assert.Empty(Enum.GetNames(choice).Select(value => $"Enum.{choice.Name}.{value}").Where(key => !Shared.ContainsKey(key)));

    [Fact]
    public void Every_section_of_the_form_has_its_word() => Assert.Empty(Enum.GetValues<FormSection>()
        .Where(section => section is not (FormSection.None or FormSection.All)).Select(section => $"Enum.FormSection.{section}")
        .Where(key => !Shared.ContainsKey(key)));

    [Theory]
    [InlineData("enrollment", typeof(EnrollmentStatus))]
    [InlineData("participation", typeof(ParticipationStatus))]
    [InlineData("loan", typeof(LoanStatus))]
    [InlineData("bill", typeof(BillStatus))]
    [InlineData("user", typeof(UserStanding))]
    [InlineData("request", typeof(DataRequestStatus))]
    [InlineData("breach", typeof(BreachStatus))]
    [InlineData("member", typeof(MemberStanding))]
    [InlineData("proposal", typeof(ProposalStatus))]
    [InlineData("trial", typeof(TrialStatus))]
    [InlineData("merger", typeof(MergerStatus))]
    [InlineData("job", typeof(JobOutcome))]
    [InlineData("claim", typeof(ClaimStatus))]
    [InlineData("item", typeof(ItemState))]
    public void Every_status_has_its_word(string kind, Type status) =>
        Assert.Empty(Enum.GetNames(status).Select(value => $"Status.{kind}.{value}").Where(key => !Shared.ContainsKey(key)));

    [Fact]
    public void Every_role_has_its_word() =>
        Assert.Empty(Enum.GetNames<Role>().Select(role => $"Role.{role}").Where(key => !Shared.ContainsKey(key)));

    [Fact]
    public void No_word_is_left_of_a_choice_that_is_gone() => Assert.Empty(ShownEnums.Select(row => row.Data).SelectMany(choice =>
        Shared.Keys.Where(key => key.StartsWith($"Enum.{choice.Name}.", StringComparison.Ordinal))
            .Except(Enum.GetNames(choice).Select(value => $"Enum.{choice.Name}.{value}"))));

    [Fact]
    public void Every_field_of_the_form_has_its_label() => Assert.Empty(new EnrollmentForm().Sections
        .SelectMany(section => section.Value.GetType().GetProperties()
            .Where(property => property.PropertyType == typeof(string) && property.Name != nameof(ConsentForm.TextVersion))
            .Select(property => $"Label.{section.Key}.{property.Name}"))
        .Where(key => !Shared.ContainsKey(key)));

    /// <summary>A key a page asks for by name is there; keys put together from values are seen only by the page tests.</summary>
    [Theory]
    [MemberData(nameof(Views))]
    public void Every_text_a_view_names_exists(string view)
    {
        var text = File.ReadAllText(Path.Combine(Source, "BpjsBjb.Web", view));
        var own = view.Replace(".cshtml", ".resx", StringComparison.Ordinal);
        var named = OwnKey().Matches(text).Select(match => match.Groups["key"].Value).ToList();
        var ownTexts = File.Exists(Path.Combine(Resources, own)) ? Texts(own) : [];

        Assert.Empty(named.Where(key => !ownTexts.ContainsKey(key)));
        Assert.Empty(SharedKey().Matches(text).Select(match => match.Groups["key"].Value).Where(key => !Shared.ContainsKey(key)));
    }

    private static IEnumerable<string> CodesInFields() =>
        new[] { typeof(Rupiah).Assembly, typeof(EnrollmentService).Assembly, typeof(Program).Assembly }
            .SelectMany(assembly => assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(Refusal))
            .Select(field => ((Refusal)field.GetValue(null)!).Code);

    /// <summary>Codes that stand in a validator's line or in the database's guards.</summary>
    private static IEnumerable<string> CodesInText()
    {
        foreach (var file in Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories).Where(IsOurs))
        {
            var pattern = file.EndsWith(".sql", StringComparison.Ordinal) ? SqlCode() : SharpCode();
            foreach (Match match in pattern.Matches(File.ReadAllText(file))) yield return match.Groups["code"].Value;
        }
    }

    private static bool IsOurs(string file) =>
        !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && Path.GetExtension(file) is ".cs" or ".sql";

    private static bool IsIndonesian(string file) => file.EndsWith(".id.resx", StringComparison.Ordinal);

    private static Dictionary<string, string> Texts(string file) =>
        XDocument.Load(Path.Combine(Resources, file)).Root!.Elements("data").ToDictionary(
            data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value)];

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"new(?: Refusal)?\(""(?<code>[a-z-]+\.[a-z-]+)""|MustBeText\(""(?<code>[a-z-]+\.[a-z-]+)""")]
    private static partial Regex SharpCode();

    [GeneratedRegex(@"message = '(?<code>[a-z-]+\.[a-z-]+)'|'(?<code>gate\.[a-z-]+)'")]
    private static partial Regex SqlCode();

    [GeneratedRegex(@"(?<![A-Za-z])T\[""(?<key>[^""$]+)""[\],]")]
    private static partial Regex OwnKey();

    [GeneratedRegex(@"(?<![A-Za-z])S\[""(?<key>[^""$]+)""[\],]")]
    private static partial Regex SharedKey();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Placeholder();
}
