/** Pipelines at size: a log that pours in, reports of 100,000 tests and of 200 MB, 300 services on four hosts. */
import { type BenchReport, ms, round } from '../kit/report.ts';
import type { BenchOptions } from '../run.ts';
import { benchLog, type LogCosts } from './log.ts';
import { benchJunit, benchSarif } from './reports.ts';
import { benchServices, type ServiceCosts } from './services.ts';

const rates = [10_000, 20_000, 40_000, 80_000] as const;

export async function benchPipeline({ quick }: BenchOptions): Promise<BenchReport> {
	const log = await benchLog(quick ? rates.slice(0, 1) : rates, quick ? 2_000 : 8_000);
	const junit = await benchJunit(quick ? { cases: 5_000 } : {});
	const sarif = await benchSarif(quick ? { megabytes: 10 } : {});
	const services = await benchServices(quick ? 15_000 : 180_000);
	return {
		title: 'pipeline: logs, reports, and 300 services over four hosts',
		notes: [
			'log viewer: production build in Chromium on the Service screen, 1280 x 800',
			...log.rates.map(
				({ linesPerSecond, longTasks, longestMs }) =>
					`${linesPerSecond} lines/s: ${longTasks} long tasks${longTasks === 0 ? '' : `, longest ${round(longestMs, 0)} ms`}`,
			),
			`${log.lines} lines in the end, heap ${round(log.heapMb, 0)} MB`,
			`hosts grant 5,000 requests an hour each and know no 304; 30 services are on screen`,
		],
		rows: [...rowsOf(log, services), { what: 'JUnit, 100,000 cases', value: ms(junit.ms) }, sarifRow(sarif)],
		result: {
			log_lines_per_s: log.smooth,
			junit_100k_ms: round(junit.ms),
			sarif_peak_mb: round(sarif.peakMb),
			polls_per_min: round(services.pollsPerMinute, 0),
			board_patch_ms: round(services.patchMs.p95),
		},
	};
}

function rowsOf(log: LogCosts, { pollsPerMinute, budgetShare, patchMs }: ServiceCosts): BenchReport['rows'] {
	return [
		{ what: 'log lines a second without a long task', value: String(log.smooth), reach: '10,000' },
		{ what: 'questions a minute to all hosts', value: String(round(pollsPerMinute, 0)) },
		{ what: 'of what the hosts grant in that time', value: `${round(budgetShare * 100, 0)} %`, reach: '< 100 %' },
		{ what: '300 runs end at once: known on the board, p50', value: ms(patchMs.p50) },
		{ what: 'p95', value: ms(patchMs.p95) },
		{ what: 'all of them', value: ms(patchMs.all) },
	];
}

function sarifRow(sarif: { readonly peakMb: number; readonly ms: number }): BenchReport['rows'][number] {
	return {
		what: 'SARIF of 200 MB, growth of memory',
		value: `${round(sarif.peakMb, 0)} MB in ${round(sarif.ms / 1_000, 1)} s`,
	};
}
