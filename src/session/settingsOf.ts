import { SETTINGS, type Setting } from '../core/settings/settings';
import type { EditorSettings } from '../protocol/webviewMethods';
import type { Uri } from './uri';
import type { Settings } from './workspace';

/** A setting's value as it can be used; it is read anew each time, so that a change applies at once. */
export function settingOf<T>(settings: Settings, setting: Setting<T>, uri?: Uri): T {
  return setting.read(settings.get(setting.key, uri));
}

/** A setting's value where the user has set it. */
export function userSetting<T>(settings: Settings, setting: Setting<T>, uri?: Uri): T | undefined {
  const value = settings.get(setting.key, uri);
  return value === undefined ? undefined : setting.read(value);
}

/** The settings that change how pictures look. */
export function viewSettings(settings: Settings): EditorSettings {
  return {
    defaultColormap: settingOf(settings, SETTINGS.colormap),
    maskColor: settingOf(settings, SETTINGS.maskColor),
    maskOpacity: settingOf(settings, SETTINGS.maskOpacity),
  };
}
