/** What the parts of a run say to eyes and to screen readers, drawn without a room. */
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { fakeEvidence } from '../../dev/fake-pipelines-gates.ts';
import { fakeRunDetail } from '../../dev/fake-pipelines-run.ts';
import { createTicker, TickerProvider } from '../../ui/clock.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { GateRow } from './gate-row.tsx';
import { JobTable } from './job-table.tsx';
import { PipelineGraph } from './pipeline-graph.tsx';
import { RunClockProvider } from './run-clock.tsx';
import { RunLine } from './run-line.tsx';

const now = Date.UTC(2026, 10, 28, 12);
const nothing = (): void => {};

function draw(element: ReactElement, clock = now): string {
	return renderToStaticMarkup(<TickerProvider ticker={createTicker(() => clock)}>{element}</TickerProvider>);
}

/** What is read out: the words alone. */
function words(html: string): string {
	return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

describe('the graph', () => {
	const detail = fakeRunDetail(now, 'checkout', 'running');
	const html = draw(<PipelineGraph detail={detail} chosen="contract-tests" onChoose={nothing} />);

	test('says of each job its state, time and needs', () => {
		expect(words(html)).toContain('contract tests running, 3 min 8 s');
		expect(words(html)).toContain('unit tests passed, 1 min 50 s needs install');
	});

	test('names its stages with their state, and the budget beside the time', () => {
		expect(html).toContain('aria-label="Acceptance: running"');
		expect(html).toContain('3 min 34 s of 10 min');
		expect(html).toContain('3 min 10 s of 15 min');
	});

	test('marks the chosen job and hides its lines from screen readers', () => {
		expect(html).toMatch(/data-job="contract-tests"[^>]*aria-pressed="true"/);
		expect(html.match(/aria-pressed="true"/g)).toHaveLength(1);
		expect(html).toMatch(/<svg[^>]*width="21"[^>]*aria-hidden="true"/);
	});

	test('stops its clocks where knowledge stops', () => {
		const cut = draw(
			<RunClockProvider knownUntil={now} skewMs={0}>
				<PipelineGraph detail={detail} chosen={null} onChoose={nothing} />
			</RunClockProvider>,
			now + 3_600_000,
		);
		expect(words(cut)).toContain('contract tests running, 3 min 8 s');
	});

	test('tells spans in the clock of the host', () => {
		const ahead = draw(
			<RunClockProvider knownUntil={null} skewMs={60_000}>
				<PipelineGraph detail={detail} chosen={null} onChoose={nothing} />
			</RunClockProvider>,
		);
		expect(words(ahead)).toContain('contract tests running, 4 min 8 s');
	});

	test('says by how much a stage is over its budget', () => {
		const full = draw(
			<PipelineGraph detail={fakeRunDetail(now, 'checkout', 'full')} chosen={null} onChoose={nothing} />,
		);
		expect(full).toContain('6 min 40 s, 1 min 40 s over 5 min');
	});
});

test('the table has every job of the graph, and a button only where one can be chosen', () => {
	const detail = fakeRunDetail(now, 'checkout', 'full');
	const read = draw(<JobTable detail={detail} chosen={null} onChoose={null} />);
	const pressed = draw(<JobTable detail={detail} chosen={null} onChoose={nothing} />);
	expect(read.match(/scope="row"/g)).toHaveLength(61);
	expect(read).not.toContain('<button');
	expect(pressed.match(/<button/g)).toHaveLength(61);
	expect(pressed).toContain('In no stage');
});

test('a run in one line: its number, its try, its commit, its time', () => {
	const { run } = fakeRunDetail(now, 'checkout', 'gates');
	const html = draw(<RunLine run={{ ...run, attempt: 2 }} />);
	expect(html).toContain('run 412, try 2');
	expect(html).toContain('9f2c1ab');
	expect(html).toContain('7 min 20 s of 30 min');
});

describe('a gate', () => {
	const { evidence, stages } = fakeRunDetail(now, 'checkout', 'gates');
	const [, coverage, , complexity] = stages[0]?.gateResults ?? [];
	const row = (gate: typeof coverage, isOpen: boolean): string =>
		gate === undefined
			? ''
			: draw(
					<table>
						<tbody>
							<GateRow gate={gate} collected={evidence} isOpen={isOpen} onToggle={nothing} actions={null} />
						</tbody>
					</table>,
				);

	test('shows found, limit and report; its word beside its shape', () => {
		const html = row(coverage, false);
		expect(html).toContain('aria-expanded="false"');
		expect(html).toContain('failed');
		expect(html).toContain('80 %, not below 83.9 % of 2.4.0');
		expect(html).toContain('lcov.info');
	});

	test('opens to the tests that failed in quarantine, with who looks after them', () => {
		if (coverage === undefined) throw new Error('There is a gate');
		const entry = { service: 'shop', test: 'a > b', file: null, owner: 'Grace', reason: 'Waits for a clock' };
		const quarantined = [{ ...entry, ticket: 'SHOP-1', by: 'Ada', at: now - 1, expiresAt: now + 1 }];
		const text = words(row({ ...coverage, quarantined }, true));
		expect(text).toContain('a &gt; b in quarantine until 2026-11-28');
		expect(text).toContain('looked after by Grace (SHOP-1): Waits for a clock');
	});

	test('opens to the reason, the trend in words, and the report', () => {
		const html = row(coverage, true);
		expect(html).toContain('Below 80 %, and below 83.9 % of 2.4.0.');
		expect(html).toContain('79.2 %, worse than 83.9 % of 2.4.0, over 6 runs');
		expect(html).toContain('in artifact reports');
	});

	test('that is waived says who, why, and what it would be without', () => {
		const html = row(complexity, true);
		expect(html).toContain('Waived by Grace');
		expect(html).toContain('(SHOP-412)');
		expect(html).toContain('Without the waiver it would be failed.');
	});
});

test('a report says its tool, its hash and where its findings are', () => {
	const html = draw(<EvidenceList evidence={fakeEvidence(now, false)} />);
	expect(html).toContain('CodeQL 2.18.1');
	expect(html).toContain('src/orders/search.ts:88');
	expect(html).toMatch(/title="[0-9a-f]{64}"/);
	expect(draw(<EvidenceList evidence={[]} />)).toContain('No report stands behind this.');
});
