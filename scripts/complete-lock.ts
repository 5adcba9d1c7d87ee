/**
 * Completes package-lock.json after an `npm install` against a registry that carries packages of some systems only:
 * npm leaves the optional packages it cannot see out of the lock, and `npm ci` then calls the lock out of sync,
 * everywhere. Run as `node scripts/complete-lock.ts`; a test holds the lock to it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const lockSchema = z.looseObject({
	packages: z.record(
		z.string(),
		z.looseObject({ dev: z.boolean().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
	),
});
export type Lock = z.output<typeof lockSchema>;

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Reads a lock; throws when it is none. */
export function readLock(text: string): Lock {
	return lockSchema.parse(JSON.parse(text));
}

/** The optional packages that the lock names but does not hold, by the place they belong to. */
export function missingOptionals(lock: Lock): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
	const missing = new Map<string, Readonly<Record<string, unknown>>>();
	for (const [parent, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
		for (const [name, version] of Object.entries(optionalDependencies)) {
			const place = `node_modules/${name}`;
			if (place in lock.packages || `${parent}/${place}` in lock.packages) continue;
			missing.set(place, { version, ...constraintsOf(name), ...(dev === true ? { dev } : {}), optional: true });
		}
	}
	return missing;
}

/** What such packages say in their names: `binding-linux-x64-musl`. */
function constraintsOf(name: string): Readonly<Record<string, readonly string[]>> {
	const parts = name.replace(/^@[^/]*\//, '').split('-');
	const named = (words: readonly string[]) => parts.filter((part) => words.includes(part));
	const libc = parts.includes('musl') ? ['musl'] : parts.includes('gnu') ? ['glibc'] : [];
	const all = { cpu: named(processors), libc, os: named(systems) };
	return Object.fromEntries(Object.entries(all).filter(([, words]) => words.length > 0));
}

if (import.meta.main) {
	const file = new URL('../package-lock.json', import.meta.url);
	const text = readFileSync(file, 'utf8');
	const missing = missingOptionals(readLock(text));
	// Written from the text as it is: the schema puts the fields it knows first.
	const lock: { readonly packages: Readonly<Record<string, unknown>> } = JSON.parse(text);
	const sorted = [...Object.entries(lock.packages), ...missing].sort(([left], [right]) => (left < right ? -1 : 1));
	writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
	process.stdout.write(`${missing.size} packages of other systems added\n`);
}
