/** Tests in words, and with the tone that stands beside the word. Pure. */
import { formatCount, formatCounted, formatDuration, formatPercent } from '../../../shared/domain/format.ts';
import type { TestLevel, TestRow, TestState } from '../../../shared/domain/tests/model.ts';
import type { Tone } from '../../ui/glyph.tsx';

export interface StateLook {
	readonly tone: Tone;
	readonly word: string;
}

export const testStateLook: Readonly<Record<TestState, StateLook>> = {
	broken: { tone: 'bad', word: 'Broken' },
	flaky: { tone: 'warn', word: 'Flaky' },
	recovering: { tone: 'busy', word: 'Recovering' },
	new: { tone: 'neutral', word: 'Too few runs' },
	healthy: { tone: 'good', word: 'Healthy' },
};

export const levelWords: Readonly<Record<TestLevel | 'unclassified', string>> = {
	unit: 'Unit',
	integration: 'Integration',
	ui: 'User interface',
	unclassified: 'Unclassified',
};

/** "6 of 10 (60 %)"; "no run" where there is none in the window. */
export function passWords({ runs, passes, passRate }: Pick<TestRow, 'runs' | 'passes' | 'passRate'>): string {
	if (passRate === null) return 'no run';
	return `${formatCount(passes)} of ${formatCount(runs)} (${formatPercent(passRate)})`;
}

/** "p50 120 ms, p90 1 s"; "not measured" where reports name no times. */
export function timeWords({ p50Ms, p90Ms }: Pick<TestRow, 'p50Ms' | 'p90Ms'>): string {
	if (p50Ms === null) return 'not measured';
	return p90Ms === null ? formatDuration(p50Ms) : `p50 ${formatDuration(p50Ms)}, p90 ${formatDuration(p90Ms)}`;
}

/** "none" for nothing: 0 ms would look like something that was measured. */
export function lostWords(lostMs: number): string {
	return lostMs === 0 ? 'none' : formatDuration(lostMs);
}

const day = 86_400_000;

/** "The last 7 days", "The last 36 h". */
export function windowWords(windowMs: number | undefined): string {
	if (windowMs === undefined) return 'The last days';
	if (windowMs === day) return 'The last day';
	return `The last ${windowMs % day === 0 ? formatCounted(windowMs / day, 'day') : formatDuration(windowMs)}`;
}

/** What the strip of recent results says to those who do not see it. */
export function recentWords(recent: TestRow['recent']): string {
	if (recent.length === 0) return 'No results yet';
	const count = (outcome: string): number => recent.filter((one) => one.outcome === outcome).length;
	const retried = recent.filter(({ passedOnRetry }) => passedOnRetry === true).length;
	const parts = [
		`${formatCount(count('passed'))} passed${retried === 0 ? '' : ` (${formatCount(retried)} on a retry)`}`,
		`${formatCount(count('failed'))} failed`,
		...(count('skipped') === 0 ? [] : [`${formatCount(count('skipped'))} skipped`]),
	];
	return `Newest ${formatCounted(recent.length, 'result')}: ${parts.join(', ')}; the last one ${outcomeWords(recent.at(-1))}`;
}

/** "passed on a retry" */
export function outcomeWords(result: TestRow['recent'][number] | undefined): string {
	return result?.passedOnRetry === true ? 'passed on a retry' : (result?.outcome ?? '');
}

/** Key of a row: tests of two services may have one name. */
export function rowKey({ service, test }: Pick<TestRow, 'service' | 'test'>): string {
	return JSON.stringify([service, test]);
}
