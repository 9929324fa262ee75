namespace BpjsBjb.Domain.People;

public enum Sex
{
    Male,
    Female,
}
