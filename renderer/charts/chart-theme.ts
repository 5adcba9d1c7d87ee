/** Colours of the charts, resolved from the custom properties of the page: a canvas cannot read `var()`. */

export interface ChartTheme {
	readonly stable: string;
	readonly canary: string;
	readonly limit: string;
	readonly line: string;
	readonly faint: string;
	readonly ink: string;
	readonly shade: string;
	readonly panel: string;
	readonly font: string;
}

const properties = {
	stable: '--stable',
	canary: '--canary',
	limit: '--bad',
	line: '--line',
	faint: '--ink-3',
	ink: '--ink-2',
	shade: '--accent-soft',
	panel: '--panel',
} as const;

/**
 * Reads the colours that hold at `element` now. A custom property itself answers with its text
 * (`light-dark(...)`), so the colour is asked of a probe that uses it.
 */
export function readChartTheme(element: HTMLElement): ChartTheme {
	const probe = document.createElement('span');
	probe.hidden = true;
	element.append(probe);
	const resolve = (property: string): string => {
		probe.style.color = `var(${property})`;
		return getComputedStyle(probe).color;
	};
	const theme = {
		stable: resolve(properties.stable),
		canary: resolve(properties.canary),
		limit: resolve(properties.limit),
		line: resolve(properties.line),
		faint: resolve(properties.faint),
		ink: resolve(properties.ink),
		shade: resolve(properties.shade),
		panel: resolve(properties.panel),
		font: `11px ${getComputedStyle(element).fontFamily}`,
	};
	probe.remove();
	return theme;
}

/** Calls back when the page goes light, dark or high contrast, by the system or by the person's choice. */
export function watchChartTheme(changed: () => void): () => void {
	const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'].map((query) =>
		matchMedia(query),
	);
	for (const query of queries) query.addEventListener('change', changed);
	const observer = new MutationObserver(changed);
	observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
	return () => {
		for (const query of queries) query.removeEventListener('change', changed);
		observer.disconnect();
	};
}
