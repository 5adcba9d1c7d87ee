/**
 * The programs that the crash tests start again and again, bundled once: Node then starts a control room in a fifth of
 * the time, and a hundred crashes take a minute instead of five.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface Programs {
	readonly host: string;
	readonly router: string;
	readonly service: string;
	dispose(): void;
}

const source = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export async function buildPrograms(): Promise<Programs> {
	const folder = mkdtempSync(path.join(tmpdir(), 'sbx-programs-'));
	const input = {
		host: source('./crash-host.ts'),
		router: source('../../electron/connectors/targets/process/router-main.ts'),
	};
	await build({
		configFile: false,
		publicDir: false,
		logLevel: 'error',
		ssr: { noExternal: true },
		build: {
			ssr: true,
			outDir: folder,
			target: 'node24',
			minify: false,
			rolldownOptions: { input, output: { format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' } },
		},
	});
	return {
		host: path.join(folder, 'host.mjs'),
		router: path.join(folder, 'router.mjs'),
		service: source('./slot-service.mjs'),
		dispose: () => rmSync(folder, { recursive: true, force: true }),
	};
}
