; Inno Setup 6: an installer that needs no administrator, made from a built program:
;
;   python packaging/build_program.py reader
;   iscc /DFlavour=reader /DVersion=0.1.0 packaging\windows\lungdesk.iss
;
; It is left in dist\.

#ifndef Flavour
  #define Flavour "reader"
#endif
#ifndef Version
  #error State the version: iscc /DVersion=...
#endif

[Setup]
; The same for both flavours: one replaces the other.
AppId={{6C1B2B0E-52D6-4B8B-9E5E-0D7A35C1F6A4}
AppName=LungDesk
AppVersion={#Version}
AppPublisher=The LungDesk contributors
VersionInfoVersion={#Version}
DefaultDirName={autopf}\LungDesk
DefaultGroupName=LungDesk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\{#Flavour}\icons\lungdesk.ico
UninstallDisplayIcon={app}\LungDesk.exe
OutputDir=..\..\dist
OutputBaseFilename=lungdesk-{#Flavour}-{#Version}-windows-setup
Compression=lzma2
SolidCompression=yes
ChangesAssociations=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "association"; Description: "{cm:AssocFileExtension,LungDesk,.dcm}"; Flags: unchecked

[InstallDelete]
; Libraries of the version before must not be found beside those of this one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\lungdesk-{#Flavour}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{group}\LungDesk"; Filename: "{app}\LungDesk.exe"
Name: "{autodesktop}\LungDesk"; Filename: "{app}\LungDesk.exe"; Tasks: desktopicon

[Registry]
; "Open with" knows LungDesk for DICOM files; a double click opens it where the user has said so.
Root: HKA; Subkey: "Software\Classes\LungDesk.dicom"; ValueType: string; ValueData: "DICOM image"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\LungDesk.dicom\DefaultIcon"; ValueType: string; ValueData: "{app}\LungDesk.exe,0"
Root: HKA; Subkey: "Software\Classes\LungDesk.dicom\shell\open\command"; ValueType: string; ValueData: """{app}\LungDesk.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.dcm\OpenWithProgids"; ValueType: string; ValueName: "LungDesk.dicom"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.dicom\OpenWithProgids"; ValueType: string; ValueName: "LungDesk.dicom"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.dcm"; ValueType: string; ValueData: "LungDesk.dicom"; Flags: uninsdeletevalue; Tasks: association

[Run]
Filename: "{app}\LungDesk.exe"; Description: "{cm:LaunchProgram,LungDesk}"; Flags: nowait postinstall skipifsilent
