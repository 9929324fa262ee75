using System.Text.Json;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Seals the form as typed into its case and opens it again.</summary>
internal sealed class FormVault(PersonalDataVault vault)
{
    public byte[] Seal(Guid enrollmentId, EnrollmentForm form) =>
        vault.Seal(SealedColumns.EnrollmentForm, enrollmentId, JsonSerializer.Serialize(form));

    public EnrollmentForm Open(Enrollment enrollment) =>
        JsonSerializer.Deserialize<EnrollmentForm>(vault.Open(SealedColumns.EnrollmentForm, enrollment.Id, enrollment.FormSealed))!;
}
