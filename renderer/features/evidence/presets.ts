/** Policies to begin with, as the text of a `health:` section. */

export type PresetId = 'defaults' | 'thresholds' | 'strict' | 'kayenta' | 'own';

export interface Preset {
	readonly id: PresetId;
	readonly label: string;
	readonly detail: string;
	readonly text: string;
}

export const presets: readonly Preset[] = [
	{
		id: 'defaults',
		label: 'Defaults',
		detail: 'Limits and the sequential judge, false alarms at most 5 %',
		text: '# Every field has a default: limits decide, and so does the sequential judge.\n',
	},
	{
		id: 'thresholds',
		label: 'Limits only',
		detail: 'Fixed limits and the comparison with stable, no sequential judge',
		text: 'judges:\n  sequential: off\n  absolute: decide\n  baseline: decide\n',
	},
	{
		id: 'strict',
		label: 'Sequential, alpha 1 %',
		detail: 'At most one good release in a hundred is rolled back',
		text: 'sequential:\n  alpha: 1%\n',
	},
	{
		id: 'kayenta',
		label: 'Kayenta-compatible',
		detail: 'Mann-Whitney score over the default metrics; the limits only inform',
		text: 'judges:\n  kayenta: decide\n  sequential: off\n  absolute: inform\n  baseline: inform\n',
	},
];

/** The preset whose text this is; `own` once it was changed. */
export function presetOf(text: string): PresetId {
	return presets.find((preset) => preset.text === text)?.id ?? 'own';
}
