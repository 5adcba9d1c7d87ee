/** Secrets that a person gave to Signalbox: sealed in `secrets.json`, or in memory while there is no place for them. */
import { type Failure, fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { SecretEntry, SecretsView } from '../../../shared/rpc/shell-api.ts';
import type { Logger } from '../../engine/ports.ts';
import type { SecretDesk } from '../shell/desk.ts';
import { createListeners } from '../shell/listeners.ts';
import type { CipherState, OpenKey, SecretCipher } from './cipher.ts';
import { createTurns } from './turns.ts';
import { createSealedStore, type Held, type SealedEntry, type SealedStore } from './sealed-store.ts';
import { readSecretsFile, type SecretsPart, type SecretsReading } from './secrets-file.ts';

export interface SecretDeskOptions {
	/** Absolute path of `secrets.json`. */
	readonly file: string;
	readonly cipher: SecretCipher;
	/** ms since the epoch. */
	readonly now: () => number;
	readonly logger: Pick<Logger, 'warn'>;
	/** Hears every value that is set or read, so that logs can leave it out. */
	readonly note: (value: string) => void;
}

/**
 * Opens the secrets of a data folder. Never rejects: what is wrong is told in the view, and secrets are kept in memory
 * then. Changes take turns, and count once they are on disk.
 */
export async function openSecretDesk(options: SecretDeskOptions): Promise<SecretDesk> {
	const { file, cipher, logger } = options;
	const found = await readSecretsFile(file);
	if (found.problem !== null) logger.warn({ problem: found.problem }, found.problem.message);
	const store = createSealedStore(file, cipher, found.content);
	return createDesk(options, { store, found, state: await cipher.begin(store.part().kept) });
}

interface OpenedStore {
	readonly store: SealedStore;
	readonly found: Pick<SecretsReading, 'problem' | 'mayWrite'>;
	readonly state: CipherState;
}

/** What the steps of the desk share. `state` changes as the cipher opens. */
interface Desk extends OpenedStore {
	readonly options: SecretDeskOptions;
	state: CipherState;
	readonly memory: Map<string, Held>;
}

function createDesk(options: SecretDeskOptions, opened: OpenedStore): SecretDesk {
	const { store, found } = opened;
	const desk: Desk = { ...opened, options, memory: new Map() };
	const changes = createListeners<void>();
	const inTurn = createTurns();
	const change = (work: () => Promise<Result<null>>) =>
		inTurn(async () => {
			const done = await work();
			if (done.ok) changes.tell();
			return done;
		});
	return {
		view: () => viewOf(options.cipher, desk.state, found, listEntries(store.part(), desk.memory)),
		onChange: changes.add,
		async read(name) {
			const reading = await read(desk, name);
			if (!reading.ok) return reading;
			const { value, stale } = reading.value;
			if (stale !== null) void inTurn(() => sealAnew(options, store, stale));
			return ok(value);
		},
		set: (name, value) => change(() => set(desk, name, value)),
		remove: (name) => change(() => remove(desk, name)),
		open: (key) => change(() => open(desk, key)),
	};
}

async function set({ options, store, found, state, memory }: Desk, name: string, value: string): Promise<Result<null>> {
	options.note(value);
	if (state.kind === 'locked') return locked();
	const held = { value, setAt: options.now() };
	if (found.mayWrite && state.kind === 'open') return store.put(new Map([[name, held]]));
	memory.set(name, held);
	return ok(null);
}

async function remove(desk: Desk, name: string): Promise<Result<null>> {
	const { options, store, memory } = desk;
	if (store.entryOf(name) !== undefined) {
		// Whoever forgot the passphrase starts anew once the last secret under it is gone.
		const isOver = desk.state.kind === 'locked' && Object.keys(store.part().entries).length === 1;
		const done = await store.remove(name, isOver);
		if (!done.ok) return done;
		if (isOver) desk.state = await options.cipher.begin(null);
	}
	memory.delete(name);
	return ok(null);
}

async function open(desk: Desk, key: OpenKey): Promise<Result<null>> {
	const { options, store, found, memory } = desk;
	if (!found.mayWrite && found.problem !== null) return { ok: false, problem: found.problem };
	if (desk.state.kind === 'open') return ok(null);
	const { kept } = store.part();
	const opening = await options.cipher.open(key, kept);
	if (!opening.ok) return opening;
	const isNew = JSON.stringify(opening.value) !== JSON.stringify(kept);
	const done = isNew || memory.size > 0 ? await store.put(memory, opening.value) : ok(null);
	if (!done.ok) return done;
	memory.clear();
	desk.state = { kind: 'open', problem: null };
	return ok(null);
}

/** `stale`: what the system wants to be sealed anew. */
async function read(
	{ options, store, state, memory }: Desk,
	name: string,
): Promise<Result<{ readonly value: string; readonly stale: Stale | null }>> {
	const held = memory.get(name);
	if (held !== undefined) return ok({ value: held.value, stale: null });
	const entry = store.entryOf(name);
	if (entry === undefined) return missing(name);
	if (state.kind !== 'open') return notOpen(name, state);
	const unsealed = await store.unseal(name, entry);
	if (!unsealed.ok) return unsealed;
	const { value, isStale } = unsealed.value;
	options.note(value);
	return ok({ value, stale: isStale ? { name, entry, value } : null });
}

interface Stale {
	readonly name: string;
	readonly entry: SealedEntry;
	readonly value: string;
}

/** Under the newer key that the system has. That it stays under the old one for now does no harm. */
async function sealAnew(
	{ logger }: Pick<SecretDeskOptions, 'logger'>,
	store: SealedStore,
	{ name, entry, value }: Stale,
): Promise<void> {
	// It was set or removed in the meantime.
	if (store.entryOf(name) !== entry) return;
	const done = await store.put(new Map([[name, { value, setAt: entry.setAt }]]));
	if (!done.ok) logger.warn({ problem: done.problem, err: done.cause }, 'a secret stays under its old key');
}

function listEntries({ entries }: SecretsPart, memory: ReadonlyMap<string, Held>): readonly SecretEntry[] {
	const times = new Map(Object.entries(entries).map(([name, { setAt }]) => [name, setAt]));
	for (const [name, { setAt }] of memory) times.set(name, setAt);
	return [...times].map(([name, setAt]) => ({ name, setAt })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function viewOf(
	cipher: SecretCipher,
	state: CipherState,
	found: OpenedStore['found'],
	entries: readonly SecretEntry[],
): SecretsView {
	const problem = found.problem ?? state.problem;
	if (!found.mayWrite || state.kind === 'unavailable') {
		return { kind: 'memory', label: 'memory, until Signalbox ends', state: 'open', problem, entries };
	}
	return { kind: cipher.kind, label: cipher.label(), state: state.kind, problem, entries };
}

function missing(name: string): Failure {
	return fail(
		'secret-missing',
		`Signalbox keeps no secret named ${name}, so the connection that needs it cannot be used.`,
		`Set ${name} under Settings, Secrets.`,
	);
}

function notOpen(name: string, { kind, problem }: CipherState): Failure {
	return fail(
		'secret-missing',
		`The secret ${name} cannot be read because the stored secrets are not open, so the connection that needs it cannot be used.`,
		kind === 'locked'
			? 'Enter the passphrase under Settings, Secrets.'
			: (problem?.hint ?? `Open the secrets, or set ${name} again, under Settings, Secrets.`),
	);
}

function locked(): Result<null> {
	return fail(
		'forbidden',
		'The stored secrets are locked, so nothing was changed.',
		'Enter the passphrase first, under Settings, Secrets.',
	);
}
