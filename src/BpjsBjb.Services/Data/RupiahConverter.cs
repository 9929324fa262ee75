using BpjsBjb.Domain.Common;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BpjsBjb.Services.Data;

/// <summary>Rupiah are bigint: whole, and usable by an index under row-level security.</summary>
internal sealed class RupiahConverter() : ValueConverter<Rupiah, long>(rupiah => rupiah.Amount, amount => new Rupiah(amount));
