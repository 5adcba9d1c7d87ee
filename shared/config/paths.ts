/** Paths as text, without Node: the file may be read on one system and checked in a browser. */

/** True for `/srv`, `C:\srv` and `\\host\share`. */
export function isAbsolutePath(path: string): boolean {
	return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** The folder that a file lies in; `.` for a bare name. */
export function folderOf(file: string): string {
	const at = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
	if (at < 0) return '.';
	const folder = file.slice(0, at);
	return folder === '' || /^[A-Za-z]:$/.test(folder) ? file.slice(0, at + 1) : folder;
}

/** Joins a relative path to a folder and takes out `.` and `..`; an absolute path stays. */
export function resolvePath(folder: string, path: string): string {
	if (isAbsolutePath(path)) return path;
	const isWindows = /^([A-Za-z]:|\\\\)/.test(folder);
	const whole = `${folder}/${path}`;
	const root = /^(\/|[A-Za-z]:[\\/]|\\\\)/.exec(whole)?.[0] ?? '';
	const parts: string[] = [];
	for (const part of whole.slice(root.length).split(isWindows ? /[\\/]/ : '/')) {
		if (part === '' || part === '.') continue;
		if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
		else if (part !== '..' || root === '') parts.push(part);
	}
	return root + parts.join(isWindows ? '\\' : '/') || '.';
}
