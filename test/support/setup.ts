import { removeTempFolders } from './tempFolder';

removeTempFolders();
