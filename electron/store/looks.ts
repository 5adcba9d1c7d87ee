/** Looks of the judge: many, alike but for their numbers, and not worth a sync of the disk each. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredLook } from '../../shared/domain/health/model.ts';
import { fail, ok } from '../../shared/domain/result.ts';
import type { Store } from '../engine/ports.ts';
import { isStoredLook, parseJson } from './decode.ts';
import { storeFailure } from './failures.ts';
import { applyDifference, type Difference, differenceOf } from './json-difference.ts';
import type { Sqlite } from './sqlite.ts';

/** Looks kept of one deployment: more than a month at two a minute. */
export const mostLooks = 150_000;
/** Looks that refer to the same whole one: what is lost with it when it cannot be read. */
const looksPerKey = 500;
/** Deployments whose whole look is at hand for the next one; each is some 10 kB. */
const keysAtHand = 500;
/** Looks read in one turn of the loop, so that a rollback never waits for history. */
const readAtOnce = 50;

interface Key {
	readonly id: number;
	readonly look: StoredLook;
	/** Looks that refer to it so far. */
	uses: number;
	/** Looks kept of the deployment so far. */
	kept: number;
}

export interface LooksOptions {
	/** Hears of a look that cannot be read any more: it is skipped. */
	readonly onDamage: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}

const pack = (value: StoredLook | Difference): Uint8Array => deflateRawSync(JSON.stringify(value), { memLevel: 7 });

function unpack(body: unknown): unknown {
	if (!(body instanceof Uint8Array)) return undefined;
	return parseJson(inflateRawSync(body, { maxOutputLength: 10_000_000 }).toString('utf8'));
}

/** `sqlite` is the connection with synchronous=NORMAL, as for samples. */
export function createLooks(sqlite: Sqlite, file: string, options: LooksOptions): Pick<Store, 'saveLook' | 'looks'> {
	const insert = sqlite.raw.prepare('insert into looks (deployment_id, at, key_id, body) values (?, ?, ?, ?)');
	const known = sqlite.raw.prepare('select 1 from deployments where id = ?');
	const count = sqlite.raw.prepare('select count(*) as kept from looks where deployment_id = ?');
	const page = sqlite.raw.prepare(
		'select id, key_id, body from looks where deployment_id = ? and id > ? order by id limit ?',
	);
	const keys = new Map<string, Key>();

	function remember(deploymentId: string, key: Key): void {
		keys.delete(deploymentId);
		keys.set(deploymentId, key);
		const oldest = keys.keys().next();
		if (keys.size > keysAtHand && oldest.done !== true) keys.delete(oldest.value);
	}

	function save(deploymentId: string, look: StoredLook): void {
		const key = keys.get(deploymentId);
		const whole = () => {
			const id = Number(insert.run(deploymentId, look.at, null, pack(look)).lastInsertRowid);
			const kept = key?.kept ?? Number(count.get(deploymentId)?.kept ?? 1) - 1;
			remember(deploymentId, { id, look, uses: 0, kept: kept + 1 });
		};
		if (key === undefined || key.uses >= looksPerKey) return whole();
		const difference = differenceOf(key.look, look) ?? {};
		// A look that has little in common with the whole one is a better one for those to come.
		if (JSON.stringify(difference).length * 2 > JSON.stringify(look).length) return whole();
		insert.run(deploymentId, look.at, key.id, pack(difference));
		key.uses += 1;
		key.kept += 1;
	}

	return {
		async saveLook(deploymentId, look) {
			try {
				if (known.get(deploymentId) === undefined) return unknownDeployment(deploymentId);
				if ((keys.get(deploymentId)?.kept ?? 0) >= mostLooks) return enough(deploymentId);
				save(deploymentId, look);
				return ok(undefined);
			} catch (error) {
				return storeFailure(error, file, 'keep a look of the judge');
			}
		},
		async looks(deploymentId) {
			const looks: StoredLook[] = [];
			const wholes = new Map<number, StoredLook>();
			let last = 0;
			try {
				while (looks.length < mostLooks) {
					const rows = page.all(deploymentId, last, readAtOnce);
					for (const row of rows) {
						last = Number(row.id);
						const look = decode(row, wholes);
						if (look === null) {
							options.onDamage({ deploymentId, look: last }, 'a look of the judge cannot be read and is left out');
							continue;
						}
						if (row.key_id === null) wholes.set(last, look);
						looks.push(look);
					}
					if (rows.length < readAtOnce) break;
					await nextTurn();
				}
				return ok(looks);
			} catch (error) {
				return storeFailure(error, file, 'read the looks of the judge');
			}
		},
	};
}

/** The look in a row; null when it cannot be read, or the one that it refers to could not. */
function decode(row: Readonly<Record<string, unknown>>, wholes: ReadonlyMap<number, StoredLook>): StoredLook | null {
	try {
		const told = unpack(row.body);
		const base = row.key_id === null ? null : wholes.get(Number(row.key_id));
		if (base === undefined) return null;
		const look = base === null ? told : applyDifference(base, told);
		return isStoredLook(look) ? look : null;
	} catch {
		return null;
	}
}

function unknownDeployment(deploymentId: string) {
	return fail(
		'not-found',
		`There is no deployment ${deploymentId} that this look could belong to, so it was not kept.`,
		'This is a fault in Signalbox: please report it with the log.',
	);
}

function enough(deploymentId: string) {
	return fail(
		'store-failed',
		`Deployment ${deploymentId} has ${mostLooks} looks of the judge already, so no more are kept. It is judged as before.`,
		'End the deployment; a release that is watched this long is decided by a person.',
	);
}
