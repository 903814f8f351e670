package dev.bridle.web.usage;

/** What one part of the page shows. */
public sealed interface Panel
    permits FiguresPanel,
        SeriesPanel,
        BreakdownPanel,
        BuildPanel,
        BudgetsPanel,
        RefusedPanel,
        RefusedBreakdownPanel,
        CallsPanel {}
