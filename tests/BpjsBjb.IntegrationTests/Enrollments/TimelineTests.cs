using BpjsBjb.Domain.Enrollments;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Enrollments;

public sealed class TimelineTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task A_case_sent_and_settled_at_one_instant_was_sent_first()
    {
        for (var i = 0; i < 5; i++)
        {
            var id = await desk.SubmittedAsync(A.DeclinedForm());

            Assert.Equal(
                [EnrollmentEventKind.Declined, EnrollmentEventKind.Submitted, EnrollmentEventKind.Started],
                (await desk.CaseAsync(id)).Timeline.Select(item => item.Kind));
        }
    }
}
