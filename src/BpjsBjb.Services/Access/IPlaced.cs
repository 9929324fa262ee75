namespace BpjsBjb.Services.Access;

/// <summary>A row with a place on both institutions' trees of offices.</summary>
internal interface IPlaced
{
    int BankPosition { get; }

    int BpjsPosition { get; }
}
