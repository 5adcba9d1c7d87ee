/** Quarantines where test runners read them: one file a project, with those of its own services. */
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import { fail, type Failure } from '../../../shared/domain/result.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { DeliveryProject } from './setup.ts';

export interface QuarantineFilesOptions {
	readonly projects: () => readonly DeliveryProject[];
	readonly notify: NoticeDesk['notify'];
}

export interface QuarantineFiles {
	/** Writes the files that differ. Never rejects: a file that cannot be written is told of once, and holds up no other. */
	write(held: readonly Quarantine[]): Promise<void>;
}

export function createQuarantineFiles({ projects, notify }: QuarantineFilesOptions): QuarantineFiles {
	/** Why a file could not be written, by project, until it could. */
	const told = new Map<string, string>();

	function tellOnce(projectId: string, { problem: { message: title, hint: detail } }: Failure): void {
		if (told.get(projectId) === title) return;
		told.set(projectId, title);
		notify({ tone: 'warn', title, detail });
	}

	return {
		async write(held) {
			for (const { projectId, quarantine, services } of projects()) {
				if (quarantine === null) continue;
				const { writer, file } = quarantine;
				const names = new Set(services.map(({ name }) => name));
				const entries = held.filter(({ service }) => names.has(service));
				// What was written before may be gone: the file is named anew, or another branch is checked out. One that is right stays.
				const done = await writer.write(file, entries).catch((cause: unknown) => unwritten(file, cause));
				if (done.ok) told.delete(projectId);
				else tellOnce(projectId, done);
			}
		},
	};
}

function unwritten(file: string, cause: unknown): Failure {
	return fail('internal', `Quarantines were not written to ${file}.`, 'See the log for the cause.', { cause });
}
