/**
 * kill -9 at every place of the journal of a canary and of a blue-green: real engine, real SQLite, real processes behind
 * the real router, one user who never stops. Each crash ends a control room that may itself have recovered one before.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Case, createPool, type Pool } from './pool.ts';
import { buildPrograms, type Programs } from './programs.ts';
import type { CrashPoint } from './protocol.ts';
import type { Plan } from './ship.ts';

/** Most of a case is waiting: for clocks, for processes. */
const sideBySide = 4;

let programs: Programs;
let pool: Pool;
beforeAll(async () => {
	programs = await buildPrograms();
	pool = createPool(programs, sideBySide);
});
afterAll(async () => {
	await pool.dispose();
	programs.dispose();
});

const limitMs = 300_000;

const canary: Plan = {
	strategy: 'canary',
	isBad: false,
	rollBackAt: null,
	crash: null,
	crashAgain: null,
	endsIn: 'completed',
};
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const kinds = ['before', 'within', 'after'] as const;

/** The recovery after every second place is killed as well: before its first write, within it, or after it, in turn. */
function recoveryCrash(at: number): CrashPoint | null {
	return at % 2 === 0 ? { when: kinds[(at / 2) % kinds.length] ?? 'after', at: 1, from: 'recovered' } : null;
}

/** Every entry: the write that holds it is cut off behind it. Every write: it is made, and nothing of what it wants. */
function everyPlace(name: string, plan: Plan, from: CrashPoint['from'], counts: { entries: number; writes: number }) {
	const within = numbers(counts.entries).map((at): CrashPoint => ({ when: 'within', at, from }));
	const after = numbers(counts.writes).map((at): CrashPoint => ({ when: 'after', at, from }));
	return [...within, ...after].map((crash, index): Case => {
		const crashAgain = recoveryCrash(index + 1);
		const again = crashAgain === null ? '' : `, recovery killed ${crashAgain.when} its first write`;
		return {
			name: `${name}, killed ${crash.when} ${crash.at} from ${from} on${again}`,
			plan: { ...plan, crash, crashAgain },
		};
	});
}

describe('kill -9', () => {
	for (const strategy of ['canary', 'blue-green'] as const) {
		const plan: Plan = { ...canary, strategy };
		test(`at every place of the journal of a ${strategy}: the next start completes it`, {
			timeout: limitMs,
		}, async () => {
			const { entries, writes } = await pool.one(plan);
			// Each step, effect and verdict has its write: fewer would mean that places are left out.
			expect(writes).toBeGreaterThanOrEqual(strategy === 'canary' ? 13 : 10);
			const cases = everyPlace(strategy, plan, 'created', { entries: entries.length, writes });
			expect(await pool.all(cases)).toEqual([]);
		});
	}

	const ways: readonly { readonly name: string; readonly plan: Plan; readonly from: CrashPoint['from'] }[] = [
		{
			name: 'an unhealthy verdict at 5 %',
			plan: { ...canary, isBad: true, endsIn: 'rolled-back' },
			from: 'unhealthy',
		},
		{
			name: "a person's rollback at 25 %",
			plan: { ...canary, rollBackAt: { state: 'analysing', stepIndex: 5 }, endsIn: 'rolled-back' },
			from: 'roll-back',
		},
		{
			name: "a person's rollback after completion",
			plan: {
				...canary,
				strategy: 'blue-green',
				rollBackAt: { state: 'completed', stepIndex: 5 },
				endsIn: 'rolled-back',
			},
			from: 'roll-back',
		},
	];
	test('at every place of the way back: the next start finishes it', { timeout: limitMs }, async () => {
		const counts = { entries: 5, writes: 3 };
		const cases = ways.flatMap(({ name, plan, from }) => everyPlace(name, plan, from, counts));
		expect(await pool.all(cases)).toEqual([]);
	});
});
