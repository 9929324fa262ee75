using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Csr;

/// <summary>Why nothing is done about somebody on a donor's list. What keeps a single listing: <see cref="Privacy.ErasureHold"/>.</summary>
public static class CsrHold
{
    public static readonly Refusal NobodyListed = new("csr-request.nobody-listed");

    /// <summary>Each listing has months still to pay, or is in a term.</summary>
    public static readonly Refusal AllHeld = new("csr-request.all-held");
}
