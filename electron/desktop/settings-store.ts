/** Settings of the desktop: the file that the browser host keeps with `conf`, here with `electron-store`. */
import type { IpcMain } from 'electron';
import ElectronStore from 'electron-store';
import type { CreateSettingsStore } from '../host/settings.ts';

/** Makes the store that `openSettings` asks for. Needs Electron: importing `electron-store` elsewhere throws. */
export function createElectronSettings(ipcMain: Pick<IpcMain, 'removeAllListeners'>): CreateSettingsStore {
	return ({ folder, name }) => {
		const store = new ElectronStore<Record<string, unknown>>({ cwd: folder, name, configFileMode: 0o600 });
		// electron-store answers every page with the folder of the application; no page of ours asks, so none may.
		ipcMain.removeAllListeners('electron-store-get-data');
		return store;
	};
}
