/** Secrets that a person gave to Signalbox: sealed in `secrets.json`, or in memory while there is no place for them. */
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { SecretEntry, SecretsView } from '../../../shared/rpc/shell-api.ts';
import type { Logger } from '../../engine/ports.ts';
import type { SecretDesk } from '../shell/desk.ts';
import type { CipherState, OpenKey, SecretCipher } from './cipher.ts';
import { createTurns } from './turns.ts';
import { emptyPart, readSecretsFile, type SecretsPart, withPart, writeSecretsFile } from './secrets-file.ts';

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

interface Held {
	readonly value: string;
	readonly setAt: number;
}

/**
 * Opens the secrets of a data folder. Never rejects: what is wrong is told in the view, and secrets are kept in memory
 * then. Changes take turns, and count once they are on disk.
 */
export async function openSecretDesk(options: SecretDeskOptions): Promise<SecretDesk> {
	const { file, cipher, now, logger, note } = options;
	const { content: found, problem: fileProblem, mayWrite } = await readSecretsFile(file);
	if (fileProblem !== null) logger.warn({ problem: fileProblem }, fileProblem.message);
	let content = found;
	let state: CipherState = await cipher.begin(partOf().kept);
	const memory = new Map<string, Held>();
	const listeners = new Set<() => void>();
	const inTurn = createTurns();

	function partOf(): SecretsPart {
		return content[cipher.kind] ?? emptyPart;
	}
	const isKept = () => mayWrite && state.kind === 'open';
	const tell = () => {
		for (const listen of listeners) listen();
	};
	const write = async (part: SecretsPart): Promise<Result<null>> => {
		const next = withPart(content, cipher.kind, part);
		try {
			await writeSecretsFile(file, next);
		} catch (cause) {
			return refuseWrite(cause);
		}
		content = next;
		return ok(null);
	};
	/** What is in memory, sealed, beside what was sealed before. */
	const sealAll = async (held: ReadonlyMap<string, Held>): Promise<Result<SecretsPart['entries']>> => {
		const entries = { ...partOf().entries };
		for (const [name, { value, setAt }] of held) {
			const sealed = await cipher.seal(name, value);
			if (!sealed.ok) return sealed;
			entries[name] = { setAt, sealed: sealed.value };
		}
		return ok(entries);
	};
	const keep = async (held: ReadonlyMap<string, Held>, kept = partOf().kept): Promise<Result<null>> => {
		const entries = await sealAll(held);
		return entries.ok ? write({ kept, entries: entries.value }) : entries;
	};

	const set = async (name: string, value: string): Promise<Result<null>> => {
		note(value);
		if (state.kind === 'locked') return locked();
		const held = { value, setAt: now() };
		if (isKept()) {
			const done = await keep(new Map([[name, held]]));
			if (!done.ok) return done;
			memory.delete(name);
		} else memory.set(name, held);
		tell();
		return ok(null);
	};
	const remove = async (name: string): Promise<Result<null>> => {
		if (entryOf(partOf(), name) !== undefined) {
			const { [name]: _, ...entries } = partOf().entries;
			// Whoever forgot the passphrase starts anew once the last secret under it is gone.
			const isOver = state.kind === 'locked' && Object.keys(entries).length === 0;
			const done = await write(isOver ? emptyPart : { ...partOf(), entries });
			if (!done.ok) return done;
			if (isOver) state = await cipher.begin(null);
		}
		memory.delete(name);
		tell();
		return ok(null);
	};
	const open = async (key: OpenKey): Promise<Result<null>> => {
		if (!mayWrite && fileProblem !== null) return { ok: false, problem: fileProblem };
		if (state.kind === 'open') return ok(null);
		const opened = await cipher.open(key, partOf().kept);
		if (!opened.ok) return opened;
		const isNew = JSON.stringify(opened.value) !== JSON.stringify(partOf().kept);
		const done = isNew || memory.size > 0 ? await keep(memory, opened.value) : ok(null);
		if (!done.ok) return done;
		memory.clear();
		state = { kind: 'open', problem: null };
		tell();
		return ok(null);
	};
	const read = async (name: string): Promise<Result<string>> => {
		const held = memory.get(name);
		if (held !== undefined) return ok(held.value);
		const entry = entryOf(partOf(), name);
		if (entry === undefined) return missing(name);
		if (state.kind !== 'open') return notOpen(name, state);
		const unsealed = await cipher.unseal(name, entry.sealed);
		if (!unsealed.ok) return unsealed;
		const { value, isStale } = unsealed.value;
		note(value);
		if (isStale) void inTurn(() => sealAnew(name, entry, value));
		return ok(value);
	};
	/** Under the newer key that the system has. That it stays under the old one for now does no harm. */
	const sealAnew = async (name: string, entry: SecretsPart['entries'][string], value: string): Promise<void> => {
		if (entryOf(partOf(), name) !== entry || !isKept()) return;
		const done = await keep(new Map([[name, { value, setAt: entry.setAt }]]));
		if (!done.ok) logger.warn({ problem: done.problem, err: done.cause }, 'a secret stays under its old key');
	};

	return {
		view: () => viewOf({ cipher, state, fileProblem, mayWrite, entries: listEntries(partOf(), memory) }),
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		read,
		set: (name, value) => inTurn(() => set(name, value)),
		remove: (name) => inTurn(() => remove(name)),
		open: (key) => inTurn(() => open(key)),
	};
}

/** Some names of secrets are names that every object has. */
function entryOf({ entries }: SecretsPart, name: string): SecretsPart['entries'][string] | undefined {
	return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function listEntries({ entries }: SecretsPart, memory: ReadonlyMap<string, Held>): readonly SecretEntry[] {
	const times = new Map(Object.entries(entries).map(([name, { setAt }]) => [name, setAt]));
	for (const [name, { setAt }] of memory) times.set(name, setAt);
	return [...times].map(([name, setAt]) => ({ name, setAt })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

interface Viewed {
	readonly cipher: SecretCipher;
	readonly state: CipherState;
	readonly fileProblem: SecretsView['problem'];
	readonly mayWrite: boolean;
	readonly entries: readonly SecretEntry[];
}

function viewOf({ cipher, state, fileProblem, mayWrite, entries }: Viewed): SecretsView {
	const problem = fileProblem ?? state.problem;
	if (!mayWrite || state.kind === 'unavailable') {
		return { kind: 'memory', label: 'memory, until Signalbox ends', state: 'open', problem, entries };
	}
	return { kind: cipher.kind, label: cipher.label(), state: state.kind, problem, entries };
}

function missing(name: string): Result<string> {
	return fail(
		'secret-missing',
		`Signalbox keeps no secret named ${name}, so the connection that needs it cannot be used.`,
		`Set ${name} under Settings, Secrets.`,
	);
}

function notOpen(name: string, { kind, problem }: CipherState): Result<string> {
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

function refuseWrite(cause: unknown): Result<null> {
	const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
	return fail(
		isFull ? 'store-full' : 'store-failed',
		`${isFull ? 'The disk is full' : 'The stored secrets could not be written'}, so nothing was changed.`,
		isFull
			? 'Free space on the disk of the data folder and try again.'
			: 'Make secrets.json in the data folder writable.',
		{ cause, retryable: true },
	);
}
