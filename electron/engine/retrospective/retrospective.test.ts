import { describe, expect, test } from 'vitest';
import type { ExportInput, ExportPiece } from './exports.ts';
import { ada, sharedPlace, testRoom } from './test-retrospective.ts';

type Piece = Extract<ExportPiece, { readonly ok: true }>['value'];

const november = Date.UTC(2026, 10, 2, 9);
const caller = { name: 'Ada', mayAct: true };
const october = { scope: '*', month: '2026-10' } as const;
const key = 'a key of a click';

function value<T>(
	result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: unknown },
): T {
	if (!result.ok) throw new Error(JSON.stringify(result.problem));
	return result.value;
}

async function frozenRoom() {
	const place = sharedPlace(november);
	const room = testRoom(place);
	const { report } = value(await room.retrospective.retrospective(october));
	await room.retrospective.freezeReport({ ...october, inputsHash: report.inputsHash, idempotencyKey: key }, caller);
	return { place, room, report };
}

test('the draft of now: who may print what, and no schedule', async () => {
	const view = value(await testRoom(sharedPlace(november)).retrospective.retrospective(october));
	expect(view.frozen).toBeNull();
	expect(view.report).toMatchObject({ month: '2026-10', scopeTitle: 'All services of shop', shippedTotal: 44 });
	expect(view.report.recommendations).toHaveLength(3);
	expect(view.formats.map(({ format, problem }) => [format, problem === null])).toEqual([
		['pdf', false],
		['html', true],
		['markdown', true],
		['json', true],
	]);
	expect(view.scheduledAt).toBeNull();
});

test('its trends go back half a year, month by month', async () => {
	const room = testRoom(sharedPlace(november));
	await room.retrospective.retrospective({ ...october, scope: 'checkout' });
	expect(room.asked.trends).toMatchObject([
		{ scope: { services: ['checkout'] }, period: { from: '2026-05-01', to: '2026-11-01' }, bucket: 'month' },
	]);
});

test('maturity and anti-patterns of a scope', async () => {
	const room = testRoom(sharedPlace(november));
	const { assessment, antiPatterns } = value(
		await room.retrospective.maturity({ ...october, scope: 'group:payments' }),
	);
	expect(assessment).toMatchObject({ scope: 'group:payments', month: '2026-10' });
	expect(antiPatterns).toHaveLength(4);
});

describe('one month of the history', () => {
	const answer = (item: string) =>
		({ type: 'maturity-answered', scope: '*', item, answer: 'yes', note: 'seen' }) as const;
	const itemsOf = async (room: ReturnType<typeof testRoom>, month: string) => {
		const { levels } = value(await room.retrospective.maturityMonth({ scope: '*', month }));
		return new Map(levels.flatMap(({ items }) => items).map((item) => [item.id, item]));
	};

	test('is counted from what it left behind: neither today’s configuration nor what was said later', async () => {
		const place = sharedPlace(Date.UTC(2026, 9, 20));
		const room = testRoom(place);
		await room.record(answer('experiments'));
		place.now = november;
		await room.record(answer('shared-practice'));
		const items = await itemsOf(room, '2026-10');
		expect(items.get('experiments')).toMatchObject({ answer: 'yes', answeredBy: 'hand' });
		expect(items.get('shared-practice')).toMatchObject({ answer: 'not-measured' });
		expect(items.get('gradual-rollout')).toMatchObject({ answer: 'not-measured' });
		expect(items.get('low-change-fail-rate')).toMatchObject({ answeredBy: 'evidence' });
		expect(room.asked).toEqual({ months: ['2026-10'], trends: [] });
	});

	test('the month that is not over is seen with the configuration', async () => {
		const items = await itemsOf(testRoom(sharedPlace(november)), '2026-11');
		expect(items.get('gradual-rollout')).toMatchObject({ answeredBy: 'evidence' });
	});

	test('a frozen one stands as it was frozen, and no fact is read', async () => {
		const { room, report } = await frozenRoom();
		room.asked.months.length = 0;
		const month = value(await room.retrospective.maturityMonth(october));
		expect(month).toMatchObject({ frozenAt: november, levels: report.maturity.levels });
		expect(room.asked.months).toEqual([]);
	});

	test('a month that has not begun is refused', async () => {
		const room = testRoom(sharedPlace(november));
		expect(await room.retrospective.maturityMonth({ scope: '*', month: '2026-12' })).toMatchObject({
			problem: { code: 'invalid-input' },
		});
	});
});

test.each([
	[{ scope: 'nothing', month: '2026-10' }, 'not-found'],
	[{ scope: 'group:nobody', month: '2026-10' }, 'not-found'],
	[{ scope: '*', month: '2026-12' }, 'invalid-input'],
	[{ scope: '*', month: '2026-13' }, 'invalid-input'],
])('%j is refused in words', async (month, code) => {
	expect(await testRoom(sharedPlace(november)).retrospective.retrospective(month)).toMatchObject({ problem: { code } });
});

describe('freezing', () => {
	test('keeps the report as it was shown, whatever is told later', async () => {
		const { place, room, report } = await frozenRoom();
		room.facts = { ...room.facts, failures: room.facts.failures.slice(1) };
		place.now += 86_400_000;
		const view = value(await room.retrospective.retrospective(october));
		expect(view.report).toEqual(report);
		expect(view.frozen).toMatchObject({ frozenAt: november, frozenBy: 'Ada', seq: 1 });
		expect(view.frozen?.revisions.map(({ label, was, is }) => [label, was, is])).toEqual([
			['Failed deployments', '3', '2'],
		]);
	});

	test('nothing new, nothing revised', async () => {
		const { place, room } = await frozenRoom();
		place.now += 86_400_000;
		expect(value(await room.retrospective.retrospective(october)).frozen?.revisions).toEqual([]);
	});

	test('a click that comes twice freezes once; another hash is refused', async () => {
		const { place, room, report } = await frozenRoom();
		const again = { ...october, idempotencyKey: key };
		expect(await room.retrospective.freezeReport({ ...again, inputsHash: report.inputsHash }, caller)).toEqual({
			ok: true,
			value: { duplicate: true },
		});
		expect(await room.retrospective.freezeReport({ ...again, inputsHash: '0'.repeat(64) }, caller)).toMatchObject({
			problem: { code: 'not-allowed' },
		});
		expect(place.journal).toHaveLength(1);
	});

	test('what the person did not see is not frozen', async () => {
		const place = sharedPlace(november);
		const room = testRoom(place);
		const { report } = value(await room.retrospective.retrospective(october));
		room.facts = { ...room.facts, timelineEvents: { ...room.facts.timelineEvents, flag: 15 } };
		const frozen = await room.retrospective.freezeReport(
			{ ...october, inputsHash: report.inputsHash, idempotencyKey: key },
			caller,
		);
		expect(frozen).toMatchObject({ problem: { code: 'stale' } });
		expect(place.journal).toEqual([]);
	});

	test('a month that is not over is not frozen', async () => {
		const room = testRoom(sharedPlace(Date.UTC(2026, 9, 31, 22, 59)));
		const { report } = value(await room.retrospective.retrospective(october));
		const frozen = await room.retrospective.freezeReport(
			{ ...october, inputsHash: report.inputsHash, idempotencyKey: key },
			caller,
		);
		expect(frozen).toMatchObject({ problem: { code: 'not-allowed' } });
	});

	test('a frozen body that cannot be read is told, and never replaced by a draft', async () => {
		const place = sharedPlace(november);
		const room = testRoom(place);
		await room.record({ type: 'report-frozen', ...october, report: '{"schemaVersion":9}', inputsHash: '0'.repeat(64) });
		expect(await room.retrospective.retrospective(october)).toMatchObject({ problem: { code: 'report-invalid' } });
	});
});

describe('what people said', () => {
	test('notes, answers and actions are in; what was taken back is not', async () => {
		const room = testRoom(sharedPlace(november));
		await room.record({ type: 'notes-written', ...october, markdown: 'first' });
		await room.record({ type: 'notes-written', ...october, markdown: '**last**' });
		await room.record({ type: 'maturity-answered', scope: '*', item: 'experiments', answer: 'yes', note: 'weekly' });
		const action = { type: 'action-taken', ...october, text: 'Do it', owner: null, isActive: true } as const;
		await room.record({ ...action, id: '1', recommendation: 'failing-deployments:*' });
		await room.record({ ...action, id: '2', recommendation: null });
		await room.record({ ...action, id: '2', recommendation: null, isActive: false });
		const { report } = value(await room.retrospective.retrospective(october));
		expect(report.notes).toBe('**last**');
		expect(report.actions).toMatchObject([{ id: '1', check: { figure: 'change-fail-rate' } }]);
		expect(report.maturity.levels[4]?.items[0]).toMatchObject({ answer: 'yes', answeredBy: 'hand' });
	});

	test("last month's actions are held against this month, by what was frozen or else measured again", async () => {
		const { place, room } = await frozenRoom();
		place.now = Date.UTC(2026, 11, 1, 9);
		const action = { type: 'action-taken', ...october, id: '1', text: 'Do it', owner: 'Ada', isActive: true } as const;
		await room.record({ ...action, recommendation: 'failing-deployments:*' });
		const { report } = value(await room.retrospective.retrospective({ scope: '*', month: '2026-11' }));
		expect(room.asked.months).toContain('2026-10');
		expect(report.lastMonthsActions).toMatchObject([
			{ id: '1', outcome: 'unchanged', check: { figure: 'change-fail-rate' } },
		]);
		expect(report.maturity.history.map(({ month }) => month)).toEqual(['2026-10']);
	});
});

describe('exporting', () => {
	test('each format under its name; pieces put together are the whole', async () => {
		const room = testRoom(sharedPlace(november));
		room.facts = { ...room.facts, deployments: Array.from({ length: 20 }, () => room.facts.deployments).flat() };
		await room.record({ type: 'notes-written', ...october, markdown: `${'word '.repeat(150_000)}end` });
		const pieces: string[] = [];
		let asked: Pick<ExportInput, 'offset' | 'file'> | null = { offset: 0 };
		while (asked !== null) {
			const input: ExportInput = { ...october, format: 'markdown', ...asked };
			const { contentBase64, next, ...named }: Piece = value(await room.retrospective.exportReport(input));
			expect(named).toMatchObject({
				fileName: 'delivery-report-2026-10.md',
				mediaType: 'text/markdown; charset=utf-8',
			});
			pieces.push(contentBase64);
			asked = next === null ? null : { offset: next, file: named.file };
		}
		expect(pieces.length).toBeGreaterThan(1);
		expect(Buffer.from(pieces.join(''), 'base64').toString('utf8')).toContain('word end');
	});

	test.each([
		['html', 'delivery-report-2026-10-group-payments.html', '<!doctype html>'],
		['json', 'delivery-report-2026-10-group-payments.json', '"schemaVersion": 1'],
	] as const)('%s', async (format, fileName, part) => {
		const room = testRoom(sharedPlace(november));
		const piece = value(
			await room.retrospective.exportReport({ scope: 'group:payments', month: '2026-10', format, offset: 0 }),
		);
		expect(piece.fileName).toBe(fileName);
		expect(Buffer.from(piece.contentBase64, 'base64').toString('utf8')).toContain(part);
	});

	test('without a printer PDF says what to do; a piece of nothing is refused', async () => {
		const room = testRoom(sharedPlace(november));
		expect(await room.retrospective.exportReport({ ...october, format: 'pdf', offset: 0 })).toMatchObject({
			problem: { code: 'unsupported' },
		});
		expect(await room.retrospective.exportReport({ ...october, format: 'html', offset: 4 })).toMatchObject({
			problem: { code: 'stale' },
		});
	});
});

test('a host without a screen writes what it can and tells of the rest', async () => {
	const place = sharedPlace(november);
	const written = value(
		await testRoom(place).retrospective.write({
			...october,
			folder: '/reports',
			formats: ['pdf', 'html', 'json'],
			actor: ada,
			freeze: true,
		}),
	);
	expect(written.files).toEqual(['/reports/delivery-report-2026-10.html', '/reports/delivery-report-2026-10.json']);
	expect(written.problems).toMatchObject([{ format: 'pdf' }]);
	expect(place.journal.map(({ decision }) => decision.type)).toEqual(['report-frozen']);
});
