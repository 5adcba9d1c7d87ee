/** Shows the folder of the logs in the system's file manager. */
import path from 'node:path';
import type { Shell } from 'electron';
import { fail, ok, type Result } from '../../shared/domain/result.ts';

export async function showLogs(shell: Pick<Shell, 'openPath'>, dataFolder: string): Promise<Result<null>> {
	const folder = path.join(dataFolder, 'logs');
	const trouble = await shell.openPath(folder);
	if (trouble === '') return ok(null);
	return fail('internal', 'The folder of the logs could not be shown.', `Open it yourself: ${folder}`, {
		cause: trouble,
	});
}
