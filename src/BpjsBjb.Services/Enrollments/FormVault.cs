using System.Text.Json;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Seals the form as typed into its case and opens it again.</summary>
internal sealed class FormVault(PersonalDataVault vault)
{
    public byte[] Seal(Guid enrollmentId, EnrollmentForm form) =>
        vault.Seal(SealedColumns.EnrollmentForm, enrollmentId, JsonSerializer.Serialize(form));

    /// <summary>As typed, but for the branch of BPJS where a merger has moved the case: the seal is the form's, the place the case's.</summary>
    public EnrollmentForm Open(Enrollment enrollment)
    {
        var form = JsonSerializer.Deserialize<EnrollmentForm>(vault.Open(SealedColumns.EnrollmentForm, enrollment.Id, enrollment.FormSealed))!;
        return Guid.TryParse(form.Debtor.BpjsOfficeId, out var typed) && typed != enrollment.BpjsOfficeId
            ? form with { Debtor = form.Debtor with { BpjsOfficeId = enrollment.BpjsOfficeId.ToString() } }
            : form;
    }
}
