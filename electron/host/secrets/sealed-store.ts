/** What one cipher has in `secrets.json`: what is sealed counts once it is on disk. */
import { type Failure, fail, type JsonValue, ok, type Result } from '../../../shared/domain/result.ts';
import type { SecretCipher, Unsealed } from './cipher.ts';
import { emptyPart, type SecretsFile, type SecretsPart, withPart, writeSecretsFile } from './secrets-file.ts';

export interface Held {
	readonly value: string;
	/** ms since the epoch. */
	readonly setAt: number;
}

export type SealedEntry = SecretsPart['entries'][string];

export interface SealedStore {
	part(): SecretsPart;
	entryOf(name: string): SealedEntry | undefined;
	/** Seals these beside, or over, what was sealed before; `kept` is what the cipher asks the file to keep. */
	put(held: ReadonlyMap<string, Held>, kept?: JsonValue): Promise<Result<null>>;
	/** `forgetsCipher`: also what the cipher asked the file to keep. */
	remove(name: string, forgetsCipher: boolean): Promise<Result<null>>;
	unseal(name: string, entry: SealedEntry): Promise<Result<Unsealed>>;
}

/** `found` is what the file holds; the parts of other ciphers stay as they are in it. */
export function createSealedStore(file: string, cipher: SecretCipher, found: SecretsFile): SealedStore {
	let content = found;
	const part = () => content[cipher.kind] ?? emptyPart;
	const write = async (changed: SecretsPart): Promise<Result<null>> => {
		const next = withPart(content, cipher.kind, changed);
		try {
			await writeSecretsFile(file, next);
		} catch (cause) {
			return refuseWrite(cause);
		}
		content = next;
		return ok(null);
	};
	return {
		part,
		// Some names of secrets are names that every object has.
		entryOf: (name) => (Object.hasOwn(part().entries, name) ? part().entries[name] : undefined),
		async put(held, kept = part().kept) {
			const entries = { ...part().entries };
			for (const [name, { value, setAt }] of held) {
				const sealed = await cipher.seal(name, value);
				if (!sealed.ok) return sealed;
				entries[name] = { setAt, sealed: sealed.value };
			}
			return write({ kept, entries });
		},
		remove(name, forgetsCipher) {
			const { [name]: _, ...entries } = part().entries;
			return write({ kept: forgetsCipher ? null : part().kept, entries });
		},
		unseal: (name, { sealed }) => cipher.unseal(name, sealed),
	};
}

function refuseWrite(cause: unknown): Failure {
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
