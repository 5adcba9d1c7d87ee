/** What the sections of a report say, drawn without a room. The report is a made one; see `october.ts`. */
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { composeReport } from '../../../shared/domain/retrospective/compose-report.ts';
import type { MonthlyReport } from '../../../shared/domain/retrospective/model.ts';
import { october } from '../../../shared/domain/retrospective/testing/october.ts';
import type { RetrospectiveView } from '../../../shared/rpc/delivery-views.ts';
import { createTicker, TickerProvider } from '../../ui/clock.tsx';
import { ActionsSection } from './actions-section.tsx';
import { isEmptyMonth } from './empty-month.ts';
import { FailuresSection } from './failures-section.tsx';
import { MetricsSection } from './metrics-section.tsx';
import { PatternsSection } from './patterns-section.tsx';
import { RevisedSection } from './revised-section.tsx';
import { ShippedSection } from './shipped-section.tsx';
import { TestsSection } from './tests-section.tsx';

const made = composeReport(october(), () => 'a'.repeat(64));

function viewOf(report: Partial<MonthlyReport> = {}, frozen: RetrospectiveView['frozen'] = null): RetrospectiveView {
	return { report: { ...made, ...report }, frozen, formats: [], scheduledAt: null };
}

function words(element: ReactElement): string {
	const html = renderToStaticMarkup(
		<TickerProvider ticker={createTicker(() => made.cutOff)}>{element}</TickerProvider>,
	);
	return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

const onChanged = (): void => {};

test('a metric that is not measured says so, and is never compared', () => {
	const dora = made.dora.map((answer) =>
		answer.metric === 'change-fail-rate'
			? { ...answer, state: 'not-measured' as const, value: null, change: null, remarks: ['No source of incidents.'] }
			: answer,
	);
	const said = words(<MetricsSection view={viewOf({ dora })} onChanged={onChanged} />);
	expect(said).toContain('Change fail rate not measured No source of incidents.');
	expect(said).toContain('not comparable');
});

test('whether a change is for the better is a word, not only a colour', () => {
	const said = words(<MetricsSection view={viewOf()} onChanged={onChanged} />);
	expect(said).toMatch(/points, better/);
	expect(said).toMatch(/points, worse/);
});

test('a failure shows how we know, and one that is still open says so', () => {
	const said = words(<FailuresSection view={viewOf()} onChanged={onChanged} />);
	const evidence = made.failures.flatMap((failure) => failure.evidence.map(({ text }) => text));
	expect(evidence.length).toBeGreaterThan(0);
	expect(said).toContain(evidence[0]);
	expect(said).toMatch(/open for \d+ d/);
});

test('what was not measured is written out', () => {
	expect(words(<FailuresSection view={viewOf({ migrations: null })} onChanged={onChanged} />)).toContain(
		'Migrations: not measured.',
	);
	expect(words(<TestsSection view={viewOf({ tests: null })} onChanged={onChanged} />)).toContain('Not measured');
	expect(words(<PatternsSection view={viewOf()} onChanged={onChanged} />)).toMatch(/found|not measured/);
});

test('an empty month is a sentence, not an empty table', () => {
	const nothing = viewOf({ shipped: [], shippedTotal: 0, failures: [], lastMonthsActions: [] });
	expect(words(<ShippedSection view={nothing} onChanged={onChanged} />)).toContain('Nothing reached production');
	expect(words(<FailuresSection view={nothing} onChanged={onChanged} />)).toContain('No deployment of this month');
	expect(words(<ActionsSection view={nothing} onChanged={onChanged} />)).toContain('Nothing was agreed last month.');
});

test('what came to be known later stands beside what was frozen', () => {
	const revisions = [{ label: 'Change fail rate', was: '7.3 %', is: '9.8 %', because: null }];
	const view = viewOf({}, { frozenAt: made.cutOff, frozenBy: 'Ada', seq: 3, revisions });
	expect(words(<RevisedSection view={view} onChanged={onChanged} />)).toContain(
		'Change fail rate 7.3 % 9.8 % facts that came later',
	);
});

test('a month of which nothing is known teaches; one with notes alone is shown', () => {
	const unknown = { state: 'not-measured', value: null } as const;
	const nothing = {
		dora: made.dora.map((answer) => ({ ...answer, ...unknown })),
		quality: made.quality.map((answer) => ({ ...answer, ...unknown })),
		...{ shippedTotal: 0, openIncidents: [], incidentsNotFromChange: [], notes: '' },
	};
	expect(isEmptyMonth(nothing)).toBe(true);
	expect(isEmptyMonth({ ...nothing, notes: 'We were all on holiday.' })).toBe(false);
	expect(isEmptyMonth(made)).toBe(false);
});
