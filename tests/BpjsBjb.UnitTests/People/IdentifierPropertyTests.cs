using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.People;

namespace BpjsBjb.UnitTests.People;

/// <summary>What holds of every identifier, thrown by dice with a fixed seed.</summary>
public sealed class IdentifierPropertyTests
{
    private const int Throws = 4_000;

    private static readonly char[] Odd = [' ', '-', '.', '/', '+', '(', 'A', 'z', '\0', '\n', '\u00a0', '０', '٣', '\ud800', '\uffff', '\'', '"', '<'];

    /// <summary>Kind → reads a text and writes what it made of it, null when it refuses.</summary>
    public static readonly TheoryData<string> Kinds = [.. Readers.Keys];

    private static Dictionary<string, Func<string?, string?>> Readers => new()
    {
        ["Nik"] = text => Written(Nik.Parse(text), nik => nik.Digits),
        ["Kk"] = text => Written(Kk.Parse(text), kk => kk.Digits),
        ["Npwp"] = text => Written(Npwp.Parse(text), npwp => npwp.Digits),
        ["Nitku"] = text => Written(Nitku.Parse(text), nitku => nitku.Digits),
        ["Nib"] = text => Written(Nib.Parse(text), nib => nib.Digits),
        ["Kpj"] = text => Written(Kpj.Parse(text), kpj => kpj.Digits),
        ["Npp"] = text => Written(Npp.Parse(text), npp => npp.Text),
        ["NikKoperasi"] = text => Written(NikKoperasi.Parse(text), number => number.Digits),
        ["Phone"] = text => Written(MobilePhone.Parse(text), phone => phone.E164),
        ["BranchCode"] = text => Written(BranchCode.Parse(text), code => code.Text),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Garbage_is_refused_and_never_thrown(string kind)
    {
        var read = Readers[kind];
        var dice = new Random(20261122);
        for (var i = 0; i < Throws; i++)
        {
            var text = new string([.. Enumerable.Range(0, dice.Next(0, 30)).Select(_ => dice.Next(3) == 0 ? Odd[dice.Next(Odd.Length)] : (char)('0' + dice.Next(10)))]);
            var written = read(text);
            if (written is not null) Assert.Equal(written, read(written));
        }

        Assert.Null(read(null));
        Assert.Null(read(new string('9', 100_000)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_read_is_read_again_as_the_same(string kind)
    {
        var read = Readers[kind];
        var dice = new Random(20261123);
        var accepted = 0;
        for (var i = 0; i < Throws * 5; i++)
        {
            var text = Likely(kind, dice);
            if (read(text) is not { } written) continue;

            accepted++;
            Assert.Equal(written, read(written));
            Assert.Equal(written, read($" {written} "));
        }

        Assert.True(accepted > 50, $"{accepted} of {kind} were read.");
    }

    [Fact]
    public void A_nik_says_one_birth_date_on_every_day()
    {
        var dice = new Random(20261124);
        for (var i = 0; i < Throws; i++)
        {
            var nik = Nik.Parse(Likely("Nik", dice));
            if (nik.IsRefused) continue;

            var day = new DateOnly(1900 + dice.Next(300), 1 + dice.Next(12), 1 + dice.Next(28));
            var born = nik.Value.BirthDate(day);
            var age = nik.Value.AgeOn(day);
            Assert.True(born <= day);
            Assert.True(born.AddYears(age) <= day && born.AddYears(age + 1) > day);
            if (nik.Value.IsSureOfCentury(day)) Assert.InRange(age, 17, 199);
        }
    }

    private static string Likely(string kind, Random dice)
    {
        string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => dice.Next(10)));
        string Dated(int addedToDay) => $"99{Digits(4)}{1 + dice.Next(28) + addedToDay:00}{1 + dice.Next(12):00}{Digits(6)}";

        return kind switch
        {
            "Nik" => Dated(dice.Next(2) * 40),
            "Kk" => Dated(0),
            "Npwp" => dice.Next(2) == 0 ? Digits(15) : Dated(0),
            "Nitku" => $"0{Digits(21)}",
            "Nib" => Digits(13),
            "Phone" => $"08{Digits(8 + dice.Next(4))}",
            "NikKoperasi" => Digits(10 + dice.Next(11)),
            "BranchCode" => Digits(4),
            _ => Digits(8 + dice.Next(4)),
        };
    }

    private static string? Written<T>(Result<T> read, Func<T, string> write) => read.IsRefused ? null : write(read.Value);
}
