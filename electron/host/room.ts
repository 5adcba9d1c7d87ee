/** What a host asks of the composition root, and what it gets. */
import type { Result } from '../../shared/domain/result.ts';
import type { Caller, EngineApi } from '../../shared/rpc/api.ts';
import type { PdfPrinter } from '../engine/delivery-ports.ts';
import type { Engine } from '../engine/engine.ts';
import type { MachineEvents } from '../engine/machine.ts';
import type { Logger } from '../engine/ports.ts';
import type { Surroundings } from './surroundings.ts';

export interface ControlRoomOptions {
	readonly host: 'desktop' | 'browser';
	readonly version: string;
	/** Where the store, the logs and the slots' files are. Exists already. */
	readonly dataFolder: string;
	/** Where `assets/` and `dist/` are. */
	readonly packageRoot: string;
	/** Who acts from the windows of this host, and whether they may. */
	readonly caller: Caller;
	/** A `signalbox.yaml` that the start screen offers; null when none was found. */
	readonly suggestedProject: string | null;
	/** Runs the router of the process target; its own arguments come after these. */
	readonly router: OwnProgram;
	/** Runs a script of the sample; the script and its arguments come after these. */
	readonly sampleNode: OwnProgram;
	/** Plain Node for the jobs of the sample's pipeline; a mere name is looked for in PATH. */
	readonly jobNode: OwnProgram;
	/** Environment and network. The room closes the network with itself. */
	readonly surroundings: Surroundings;
	readonly logger: Logger;
	/** Prints reports; without it an installed browser does, where there is one. */
	readonly printer?: PdfPrinter;
	/** Secrets that Signalbox itself keeps; without them it keeps none. */
	readonly secrets?: RoomSecrets;
}

/** A program that this host can start as a part of Signalbox. */
export interface OwnProgram {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
}

export interface RoomSecrets {
	read(name: string): Promise<Result<string>>;
	/** Hears each secret that a connection uses, so that logs can leave it out. */
	note(secret: string): void;
}

/** A running room: the engine, its connectors and its store behind one interface. */
export interface ControlRoom {
	readonly api: EngineApi;
	/** Where the host says that this machine sleeps, wakes or is locked. */
	readonly machine: MachineEvents;
	/** Writes a month's report into a folder, without any screen. */
	readonly writeReport: Engine['writeReport'];
	/** Lets go of everything; what runs in the targets goes on running. */
	close(): Promise<void>;
}

export type CreateControlRoom = (options: ControlRoomOptions) => Promise<Result<ControlRoom>>;
