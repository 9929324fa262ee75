namespace BpjsBjb.Services.Access;

/// <summary>One sealed column: where it is, under which name it is bound, its table's key, and the column of the row it is bound to.</summary>
internal sealed record SealedColumn(string Table, string Column, string Name, string Key = "id", string? Row = null)
{
    /// <summary>PostgreSQL's name of the key's type.</summary>
    public string KeyType { get; init; } = "uuid";

    public string BoundTo => Row ?? Key;
}

/// <summary>What a sealed value is bound to; a value moved to another column or row does not open.</summary>
internal static class SealedColumns
{
    public const string EnrollmentNik = "enrollments.nik";
    public const string EnrollmentForm = "enrollments.form";
    public const string EventMessage = "enrollment_history.message";
    public const string PersonNik = "people.nik";
    public const string PersonMotherName = "people.mother_name";
    public const string PersonPhone = "people.phone";
    public const string PersonAddress = "people.address";
    public const string ParticipationIncome = "participations.income";
    public const string ParticipationKpj = "participations.kpj";
    public const string RegistryKpj = "registry_members.kpj";
    public const string EmployerNpwp = "employers.npwp";
    public const string EmployerNitku = "employers.nitku";
    public const string WorkerNik = "employer_workers.nik";
    public const string WorkerWage = "employer_workers.wage";
    public const string MemberNik = "loan_members.nik";
    public const string HeirName = "heirs.name";
    public const string HeirPhone = "heirs.phone";
    public const string ClaimPlace = "claims.place";
    public const string ClaimHeirName = "claim_heirs.name";
    public const string ClaimHeirPhone = "claim_heirs.phone";
    public const string ClaimPaper = "claim_papers.content";
    public const string WorkerClaimPlace = "worker_claims.place";
    public const string BreachWhat = "breach_incidents.what";
    public const string BreachMeasures = "breach_incidents.measures";
    public const string RequestWanted = "data_requests.wanted";
    public const string RequestAnswer = "data_requests.answer";
    public const string ReadNote = "personal_data_reads.note";
    public const string AuthenticatorSecret = "user_authenticators.secret";
    public const string SessionTicket = "user_sessions.ticket";
    public const string SigningKeyPrivate = "signing_keys.private";
    public const string GuaranteeDocument = "guarantee_documents.content";
    public const string CsrDocument = "csr_documents.content";
    public const string CsrList = "csr_lists.content";
    public const string CsrLook = "csr_looks.rows";
    public const string CsrNik = "csr_candidates.nik";
    public const string AgreementDocument = "agreement_documents.content";
    public const string KeyRing = "key_ring.xml";

    /// <summary>Every sealed column there is, which is what a rotation walks through. SealedColumnsTests keeps it whole.</summary>
    public static readonly IReadOnlyList<SealedColumn> All =
    [
        new("key_ring", "xml_sealed", KeyRing),
        new("signing_keys", "private_sealed", SigningKeyPrivate),
        new("user_authenticators", "secret_sealed", AuthenticatorSecret, Key: "user_id"),
        new("user_sessions", "ticket_sealed", SessionTicket),
        new("people", "nik_sealed", PersonNik),
        new("people", "mother_name_sealed", PersonMotherName),
        new("people", "phone_sealed", PersonPhone),
        new("people", "address_sealed", PersonAddress),
        new("registry_members", "kpj_sealed", RegistryKpj),
        new("participations", "income_sealed", ParticipationIncome),
        new("participations", "kpj_sealed", ParticipationKpj),
        new("employers", "npwp_sealed", EmployerNpwp),
        new("employers", "nitku_sealed", EmployerNitku),
        new("employer_workers", "nik_sealed", WorkerNik),
        new("employer_workers", "wage_sealed", WorkerWage),
        new("loan_members", "nik_sealed", MemberNik),
        new("heirs", "name_sealed", HeirName),
        new("heirs", "phone_sealed", HeirPhone),
        new("claims", "place_sealed", ClaimPlace),
        new("claim_heirs", "name_sealed", ClaimHeirName),
        new("claim_heirs", "phone_sealed", ClaimHeirPhone),
        new("claim_papers", "content_sealed", ClaimPaper),
        new("worker_claims", "place_sealed", WorkerClaimPlace),
        new("enrollments", "nik_sealed", EnrollmentNik),
        new("enrollments", "form_sealed", EnrollmentForm),
        new("breach_incidents", "what_sealed", BreachWhat),
        new("breach_incidents", "measures_sealed", BreachMeasures),
        new("data_requests", "wanted_sealed", RequestWanted),
        new("data_requests", "answer_sealed", RequestAnswer),
        new("guarantee_documents", "content_sealed", GuaranteeDocument),
        new("csr_documents", "content_sealed", CsrDocument),
        new("csr_lists", "content_sealed", CsrList),
        new("csr_looks", "rows_sealed", CsrLook, Key: "list_id"),
        new("csr_candidates", "nik_sealed", CsrNik),
        new("agreement_documents", "content_sealed", AgreementDocument),
        new("personal_data_reads", "note_sealed", ReadNote, Row: "enrollment_id") { KeyType = "bigint" },
        new("enrollment_history", "message_sealed", EventMessage, Row: "enrollment_id"),
    ];
}
