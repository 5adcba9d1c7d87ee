/** From a configuration to a project's part in the delivery metrics, and what the metrics as a whole need of this host. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ProjectConfig } from '../../shared/config/model.ts';
import { fail, ok } from '../../shared/domain/result.ts';
import { createExec } from '../connectors/exec.ts';
import { createImportSource } from '../connectors/facts/file/source.ts';
import { createQuarantineWriter } from '../connectors/quarantine/quarantine-writer.ts';
import { createBrowserPrinter } from '../connectors/reports/browser-printer.ts';
import { browserPlace } from '../connectors/reports/find-browser.ts';
import { createReportFiles } from '../connectors/reports/report-files.ts';
import type { DeliveryPorts } from '../engine/delivery/delivery.ts';
import type { ImportSourceFactory } from '../engine/delivery/imports.ts';
import type { DeliveryProject } from '../engine/delivery/setup.ts';
import type { PdfPrinter } from '../engine/delivery-ports.ts';
import { practiceOf } from '../engine/retrospective/practice-of.ts';
import { createRetrospective } from '../engine/retrospective/retrospective.ts';
import { openDeliveryStoreInWorker } from '../store/delivery/open-in-worker.ts';
import { deliveryWorkerFile } from '../store/delivery/worker-file.ts';
import type { OpenStore } from '../store/open-store.ts';
import { connectFacts, type FactsPorts, measuredServices } from './connect-facts.ts';
import type { ControlRoomOptions } from './room.ts';

/** A project as the metrics see it; opens no connection yet. */
export function connectDelivery(
	{ projectId, name }: { readonly projectId: string; readonly name: string },
	config: ProjectConfig,
	ports: FactsPorts,
): DeliveryProject {
	const { policy, tests, incidentsByHand, report } = config.delivery;
	const file = tests.quarantineFile;
	const writer = createQuarantineWriter({ folder: path.dirname(config.file), now: ports.clock.now });
	return {
		...{ projectId, name, policy, tests, incidentsByHand, report },
		quarantine: file === null ? null : { file, writer },
		services: measuredServices(config),
		sources: connectFacts(projectId, config, ports),
		practices: config.services.map((service) => practiceOf(service)),
	};
}

/** Opens the facts in a thread of their own; a failure is told on the screens and holds back nothing else. */
export function openFacts({ dataFolder, packageRoot }: ControlRoomOptions, now: () => number) {
	return openDeliveryStoreInWorker({
		workerFile: deliveryWorkerFile(packageRoot),
		file: path.join(dataFolder, 'delivery.db'),
		now,
	});
}

export function deliveryPorts(
	options: ControlRoomOptions,
	journal: OpenStore,
	store: Awaited<ReturnType<typeof openFacts>>,
): DeliveryPorts {
	return {
		...{ store, journal, importSource, createRetrospective, files: createReportFiles() },
		setAsideTo: store.ok ? store.value.setAsideTo : null,
		printer: options.printer ?? browserPrinter(options),
		sha256: (text) => createHash('sha256').update(text).digest('hex'),
	};
}

/** A path from somewhere would be one from wherever this host was started, which the person who types it does not see. */
export const importSource: ImportSourceFactory = ({ id, name, format, from }) => {
	if (from.kind === 'text') return ok(createImportSource({ id, name, format, from: { text: from.text } }));
	if (path.isAbsolute(from.path)) return ok(createImportSource({ id, name, format, from: { path: from.path } }));
	const hint = 'Write it from the root of the disk on, such as /home/ada/deployments.csv.';
	return fail('invalid-input', `"${from.path}" is no whole path, so nothing was imported.`, hint);
};

/** An installed browser prints where this host is none itself; its place may be named by the person's own environment. */
function browserPrinter({ surroundings, packageRoot }: ControlRoomOptions): PdfPrinter {
	const make = async (): Promise<PdfPrinter> => {
		const env = await surroundings.environment();
		const isRoot = process.getuid?.() === 0;
		return createBrowserPrinter({ exec: createExec(env), place: browserPlace(env, packageRoot), isRoot });
	};
	return {
		check: async () => (await make()).check?.() ?? ok(null),
		print: async (html, signal) => (await make()).print(html, signal),
	};
}
