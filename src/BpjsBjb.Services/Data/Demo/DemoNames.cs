using BpjsBjb.Domain.People;

namespace BpjsBjb.Services.Data.Demo;

internal sealed record DemoName(string FullName, Sex Sex);

/// <summary>Names put together by chance; no two are alike until all combinations are used.</summary>
internal sealed class DemoNames(Random random)
{
    private static readonly string[] Men =
    [
        "Asep", "Dadang", "Ujang", "Cecep", "Tatang", "Yayan", "Deden", "Iwan", "Engkos", "Rudi", "Wawan", "Jajang", "Endang", "Maman",
        "Nana", "Opik", "Usep", "Dede", "Yudi", "Aang", "Encep", "Oman",
    ];

    private static readonly string[] MensFamilies =
    [
        "Hidayat", "Suryana", "Permana", "Kurniawan", "Sopandi", "Mulyana", "Ruhiyat", "Setiawan", "Gunawan", "Saepudin", "Kosasih",
        "Suherman", "Nugraha", "Ramdani", "Sutisna", "Junaedi",
    ];

    private static readonly string[] Women =
    [
        "Euis", "Neneng", "Iis", "Yuyun", "Nia", "Eti", "Imas", "Titin", "Lilis", "Ai", "Elis", "Cucu", "Tuti", "Wiwin", "Ani", "Siti",
        "Dedeh", "Mimin", "Yanti", "Oneng", "Teti", "Entin",
    ];

    private static readonly string[] WomensFamilies =
    [
        "Nurhayati", "Rohaeni", "Kartika", "Sumiati", "Komariah", "Suryani", "Maryati", "Fatimah", "Rahmawati", "Wulansari", "Aisyah",
        "Solihat", "Lestari", "Mulyani", "Handayani", "Kurniasih",
    ];

    private readonly Queue<DemoName> _shuffled = Shuffled(random);

    public DemoName Next()
    {
        var name = _shuffled.Dequeue();
        _shuffled.Enqueue(name);
        return name;
    }

    public string NextOf(Sex sex)
    {
        while (true)
        {
            if (Next() is var name && name.Sex == sex) return name.FullName;
        }
    }

    private static Queue<DemoName> Shuffled(Random random)
    {
        DemoName[] all = [.. Combined(Men, MensFamilies, Sex.Male), .. Combined(Women, WomensFamilies, Sex.Female)];
        random.Shuffle(all);
        return new Queue<DemoName>(all);
    }

    private static IEnumerable<DemoName> Combined(string[] given, string[] families, Sex sex) =>
        from first in given
        from last in families
        select new DemoName($"{first} {last}", sex);
}
