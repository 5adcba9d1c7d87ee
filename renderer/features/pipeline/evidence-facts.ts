/** What a report says, in one line and its first items. Pure. */
import { formatCount, formatCounted, formatDuration, formatMs, formatPercent } from '../../../shared/domain/format.ts';
import {
	type AccessibilityFacts,
	type CoverageFacts,
	type EvidenceFacts,
	type FindingFacts,
	impacts,
	type LintFacts,
	type Measure,
	type PerformanceFacts,
	type PerformanceMetric,
	severities,
	type Share,
	type TestFacts,
} from '../../../shared/domain/gates/evidence.ts';

export interface FactItem {
	readonly text: string;
	/** File and line as the tool wrote them. */
	readonly where: string | null;
	/** Shown paler: it was not counted. */
	readonly isAside: boolean;
}

export interface FactSummary {
	readonly text: string;
	readonly items: readonly FactItem[];
}

/** Reads facts of any kind into words. */
export function summaryOf(facts: EvidenceFacts): FactSummary {
	switch (facts.kind) {
		case 'tests':
			return tests(facts);
		case 'coverage':
			return coverage(facts);
		case 'findings':
			return findings(facts);
		case 'lint':
			return lint(facts);
		case 'contracts':
			return {
				text: join([
					`${formatCount(facts.passed)} of ${formatCounted(facts.total, 'interaction')} verified`,
					facts.failed > 0 ? `${formatCount(facts.failed)} failed` : null,
					facts.pending > 0 ? `${formatCount(facts.pending)} pending` : null,
					facts.provider === null ? null : `provider ${join([facts.provider, facts.providerVersion], ' ')}`,
				]),
				items: facts.failures.map(({ interaction, message }) => item(join([interaction, message], ': '))),
			};
		case 'performance':
			return performance(facts);
		case 'accessibility':
			return accessibility(facts);
	}
}

function tests(facts: TestFacts): FactSummary {
	return {
		text: join([
			`${formatCount(facts.passed)} of ${formatCounted(facts.total, 'test')} passed`,
			facts.failed > 0 ? `${formatCount(facts.failed)} failed` : null,
			facts.skipped > 0 ? `${formatCount(facts.skipped)} skipped` : null,
			facts.durationMs === null ? null : formatDuration(facts.durationMs),
		]),
		items: facts.failures.map(({ suite, name, message, file }) =>
			item(join([join([suite, name], ' › '), message], ': '), file),
		),
	};
}

function shareText(name: string, share: Share | null): string | null {
	if (share === null) return null;
	const ratio = share.total === 0 ? '' : `${formatPercent(share.covered / share.total)}, `;
	return `${name} ${ratio}${formatCount(share.covered)} of ${formatCount(share.total)}`;
}

function coverage(facts: CoverageFacts): FactSummary {
	const shares = [
		shareText('lines', facts.lines),
		shareText('branches', facts.branches),
		shareText('functions', facts.functions),
	].filter((text) => text !== null);
	return {
		text: `${formatCounted(facts.files, 'file')}`,
		items: shares.map((text) => item(text)),
	};
}

function findings(facts: FindingFacts): FactSummary {
	const found = severities
		.filter((severity) => (facts.bySeverity[severity] ?? 0) > 0)
		.map((severity) => `${formatCount(facts.bySeverity[severity] ?? 0)} ${severity}`);
	return {
		text: join([
			facts.invalid?.replace(/\.$/, '') ?? null,
			formatCounted(facts.active, 'finding') + (found.length === 0 ? '' : ` (${found.join(', ')})`),
			facts.suppressed > 0 ? `${formatCount(facts.suppressed)} suppressed` : null,
			facts.scanned === null ? null : `${formatCount(facts.scanned.count)} ${facts.scanned.noun} scanned`,
		]),
		items: facts.items.map(({ severity, rule, message, file, line, isSuppressed }) => ({
			text: `${severity}${isSuppressed ? ', suppressed' : ''}: ${message} (${rule})`,
			where: place(file, line),
			isAside: isSuppressed,
		})),
	};
}

function lint(facts: LintFacts): FactSummary {
	const worst = (noun: string, measures: readonly Measure[] | undefined): readonly FactItem[] =>
		(measures ?? []).map(({ value, name, file, line }) =>
			item(`${noun} ${formatCount(value)}${name === null ? '' : ` in ${name}`}`, place(file, line)),
		);
	return {
		text: join([
			formatCounted(facts.files, 'file'),
			formatCounted(facts.errors, 'error'),
			formatCounted(facts.warnings, 'warning'),
			facts.fatal > 0 ? `${formatCounted(facts.fatal, 'file')} could not be read` : null,
		]),
		items: [
			...worst('complexity', facts.complexity?.worst),
			...worst('lines', facts.functionLength?.worst),
			...facts.items.map(({ message, rule, file, line }) => item(`${message} (${rule})`, place(file, line))),
		],
	};
}

const metricWords: Readonly<Record<PerformanceMetric, (value: number) => string>> = {
	p50: (value) => `p50 ${formatMs(value)}`,
	p95: (value) => `p95 ${formatMs(value)}`,
	p99: (value) => `p99 ${formatMs(value)}`,
	mean: (value) => `mean ${formatMs(value)}`,
	throughput: (value) => `${formatCount(value)} requests/s`,
	'error-rate': (value) => `errors ${formatPercent(value)}`,
};

function performance({ metrics, requests, durationMs, thresholds }: PerformanceFacts): FactSummary {
	const names = ['p50', 'p95', 'p99', 'mean', 'throughput', 'error-rate'] as const;
	const figures = names.map((name) => {
		const value = metrics[name];
		return value === undefined ? null : metricWords[name](value);
	});
	return {
		text: join([
			requests === null ? null : formatCounted(requests, 'request'),
			durationMs === null ? null : `in ${formatDuration(durationMs)}`,
			...figures,
		]),
		items: thresholds.map(({ name, isPassed }) => item(`${isPassed ? 'kept' : 'broken'}: ${name}`)),
	};
}

function accessibility({ pages, passes, violations, incomplete, items }: AccessibilityFacts): FactSummary {
	const found = impacts
		.filter((impact) => (violations[impact] ?? 0) > 0)
		.map((impact) => `${formatCount(violations[impact] ?? 0)} ${impact}`);
	return {
		text: join([
			formatCounted(pages, 'page'),
			found.length === 0 ? 'no violation' : `violations: ${found.join(', ')}`,
			`${formatCount(passes)} rules passed`,
			incomplete > 0 ? `${formatCount(incomplete)} for a person to decide` : null,
		]),
		items: items.map(({ impact, help, rule, page, nodes }) =>
			item(join([impact, `${help} (${rule}), ${formatCounted(nodes, 'place')}`], ': '), page),
		),
	};
}

function item(text: string, where: string | null = null): FactItem {
	return { text, where, isAside: false };
}

/** `src/tax.ts:41` */
function place(file: string | null, line: number | null): string | null {
	if (file === null) return null;
	return line === null ? file : `${file}:${line}`;
}

function join(parts: readonly (string | null)[], between = ', '): string {
	return parts.filter((part) => part !== null && part !== '').join(between);
}

/** `84.2 kB`: a thousand bytes are a kB. */
export function sizeText(bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB'];
	const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
	const value = bytes / 1000 ** power;
	return `${power === 0 || value >= 100 ? formatCount(Math.round(value)) : value.toFixed(1)} ${units[power] ?? 'B'}`;
}
