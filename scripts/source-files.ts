/** The source files of the repository, for the checks that read all of them. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const sourceFolders = ['shared', 'electron', 'renderer', 'e2e', 'assets', 'scripts'] as const;

export interface SourceFile {
	/** From the root of the repository, with slashes: `shared/domain/result.ts`. */
	readonly path: string;
	readonly text: string;
}

/** Every TypeScript and JavaScript file of ours. */
export function readSourceFiles(root: string): readonly SourceFile[] {
	const files = globSync(
		sourceFolders.map((folder) => `${folder}/**/*.{ts,tsx,cts,mts,js,mjs,cjs}`),
		{ cwd: root, exclude: (name) => /(^|[\\/])(node_modules|dist)$/.test(name) },
	);
	return files.sort().map((file) => ({
		path: file.split(path.sep).join('/'),
		text: readFileSync(path.join(root, file), 'utf8'),
	}));
}

/** Tests and what only they use; it may reach for anything but Electron. */
export function isTestFile(file: string): boolean {
	return (
		/\.(test|spec)\.[cm]?tsx?$/.test(file) ||
		/(^|\/)(test-[^/]+|testing|harness|conformance[^/]*|fixtures?|[^/]+-(fixture|harness))\.tsx?$/.test(file) ||
		/(^|\/)(testing|test-support|fixtures)\//.test(file) ||
		/^electron\/connectors\/.*\/fake-[^/]+\.ts$/.test(file) ||
		file.startsWith('e2e/')
	);
}
