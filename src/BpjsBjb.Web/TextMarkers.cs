namespace BpjsBjb.Web;

// These live beside Program.cs, not in Resources: the localizer finds "Resources/<name>.resx" by their names alone.

/// <summary>Texts that several pages share: menu, statuses, tag helpers, binding errors.</summary>
public sealed class SharedTexts;

/// <summary>One sentence a refusal code, and for some a second one, <c>code.todo</c>: who must do what.</summary>
public sealed class RefusalTexts;

/// <summary>The words of mails: greeting, lead and the way to the portal; kinds of notices are shared texts.</summary>
public sealed class MailTexts;

/// <summary>What the green line says after a step: one sentence a notice code.</summary>
public sealed class NoticeTexts;

/// <summary>The words of reference data: kinds, columns and choices, on pages and in workbooks.</summary>
public sealed class ReferenceTexts;

/// <summary>The words of printed papers: Indonesian is the paper's language, English stands small beside it.</summary>
public sealed class PaperTexts;
