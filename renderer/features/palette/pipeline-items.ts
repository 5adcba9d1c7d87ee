/** What the palette finds of pipelines: runs to start, approvals that wait, releases. Pure. */
import type { PipelineView, ServiceView } from '../../../shared/rpc/pipeline-views.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import type { PaletteItem } from './palette-items.ts';

type WithPipeline = ServiceView & { readonly pipeline: PipelineView };

function withPipeline(room: RoomState): readonly WithPipeline[] {
	return Object.values(room.services).filter((service): service is WithPipeline => service.pipeline !== null);
}

/** "Run pipeline of checkout", where the host allows it and this window may act. */
export function pipelineCommands(room: RoomState): readonly PaletteItem[] {
	if (!room.host.mayAct) return [];
	return withPipeline(room)
		.filter(({ pipeline }) => pipeline.start.allowed)
		.map(({ name, pipeline }) => ({
			id: `run-pipeline ${name}`,
			section: 'Pipelines',
			label: `Run pipeline of ${name}`,
			detail: `${pipeline.label}, ${pipeline.branch}`,
			production: null,
			action: { kind: 'run-pipeline', service: name },
		}));
}

/** Runs that wait for people. */
export function approvals(room: RoomState): readonly PaletteItem[] {
	return withPipeline(room).flatMap(({ name, pipeline: { latest } }): readonly PaletteItem[] => {
		const waits = latest?.state === 'needs-person' || latest?.stages.some(({ state }) => state === 'approval') === true;
		if (latest === null || !waits) return [];
		return [
			{
				id: `approval ${latest.id}`,
				section: 'Waiting for you',
				label: `${name}: ${latest.headline}`,
				detail: latest.stages.find(({ state }) => state === 'approval')?.text ?? 'The host waits for a person',
				production: null,
				action: { kind: 'go', href: addresses.run(name, latest.id) },
			},
		];
	});
}

/** Releases that pipelines made, each on its own screen. */
export function madeReleases(room: RoomState): readonly PaletteItem[] {
	return withPipeline(room).flatMap(({ name, pipeline }) =>
		pipeline.releases.map((release) => ({
			id: `release ${name} ${release.version}`,
			section: 'Releases' as const,
			label: `${name} ${release.version}`,
			detail: release.subject,
			production: null,
			action: { kind: 'go' as const, href: addresses.release(name, release.version) },
		})),
	);
}
