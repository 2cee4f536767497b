; The installer of SCORE Desktop for one person, without administrator rights (docs/decisions/0010-installer.md).
; makensis -DVERSION=1.2.3 -DFOLDER=dist/score-desktop -DFILES=files.nsh -DSIZE_KB=1234 -DOUT=setup.exe -DPICTURES=installer/pictures setup.nsi
;
; Options: /S silent, /D=folder (last, without quotes), /LANG=es|en, /DESKTOP=0 no entry on the desktop, /CLOSE asks a
; running program to close, /DOWNGRADE allows an older version. The uninstaller: /S, /DELETEDATA, /CLOSE.
; Exit codes: 0 done, 1 cancelled, 2 failed, 3 the program is running, 4 this Windows is too old, 5 folder not allowed,
; 6 a newer version is installed.
Unicode true
Target amd64-unicode
; Tests make their earlier version with -DQUICK.
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
CRCCheck force
; Times of files would be those of the build.
SetDateSave off

!define APP "SCORE Desktop"
!define EXE "score-desktop.exe"
!define CLI "score-desktop-cli.exe"
!define PUBLISHER "SCORE Desktop"
!define KEY "Software\SCORE Desktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SCORE Desktop"
!define EXT ".score"
!define CLASS "SCOREDesktop.Audit"
!define DATA "$LOCALAPPDATA\SCORE Desktop"

Name "${APP}"
BrandingText "${APP} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "${KEY}" "InstallDir"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
!macro VersionTexts language description
  VIAddVersionKey /LANG=${language} "ProductName" "${APP}"
  VIAddVersionKey /LANG=${language} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${language} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${language} "FileDescription" "${description}"
  VIAddVersionKey /LANG=${language} "CompanyName" "${PUBLISHER}"
  VIAddVersionKey /LANG=${language} "LegalCopyright" "Apache License 2.0"
!macroend
!insertmacro VersionTexts 1033 "${APP} setup"
!insertmacro VersionTexts 1034 "Instalador de ${APP}"

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include x64.nsh
!include WinVer.nsh

!define MUI_ICON "${PICTURES}/score-desktop.ico"
!define MUI_UNICON "${PICTURES}/score-desktop.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURES}/wizard.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${PICTURES}/wizard.bmp"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!define MUI_CUSTOMFUNCTION_GUIINIT Checks
!define MUI_CUSTOMFUNCTION_UNGUIINIT un.NeedClosed
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE DirectoryChosen
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
; The first is taken where Windows speaks neither.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"

!macro Text id english spanish
  LangString ${id} ${LANG_ENGLISH} "${english}"
  LangString ${id} ${LANG_SPANISH} "${spanish}"
!macroend
!insertmacro Text WELCOME \
  "This installs ${APP} ${VERSION} for you alone, without administrator rights and without an internet connection.$\r$\n$\r$\nIf an earlier version is installed, it is replaced. Your audits stay as they are; the program makes a copy of them before a new version opens them for the first time.$\r$\n$\r$\nClick Next to continue." \
  "Se instalará ${APP} ${VERSION} solo para usted, sin permisos de administrador y sin conexión a internet.$\r$\n$\r$\nSi ya hay una versión anterior, se reemplaza. Sus auditorías quedan como están; el programa hace una copia de ellas antes de que una versión nueva las abra por primera vez.$\r$\n$\r$\nPresione Siguiente para continuar."
!insertmacro Text OPEN \
  "${APP} is open.$\r$\n$\r$\nOK asks it to close; what you have entered is already stored. Cancel changes nothing." \
  "${APP} está abierto.$\r$\n$\r$\nCon Aceptar se le pide que se cierre; lo que usted ingresó ya está guardado. Con Cancelar no se cambia nada."
!insertmacro Text STILL_OPEN \
  "${APP} is still open, or another program uses its files. Close it and try again." \
  "${APP} sigue abierto, u otro programa usa sus archivos. Ciérrelo e inténtelo de nuevo."
!insertmacro Text TOO_OLD \
  "${APP} needs a 64-bit Windows 10 (version 1809) or newer." \
  "${APP} necesita Windows 10 de 64 bits (versión 1809) o posterior."
!insertmacro Text NEWER \
  "A newer version is installed: $R8. This installer brings ${VERSION}, which cannot open audits that the newer version has changed.$\r$\n$\r$\nInstall the older version all the same?" \
  "Ya está instalada una versión más nueva: $R8. Este instalador trae la ${VERSION}, que no puede abrir auditorías que la versión nueva haya cambiado.$\r$\n$\r$\n¿Instalar de todos modos la versión anterior?"
!insertmacro Text BAD_FOLDER \
  "This folder holds the data of ${APP}. Please choose another one for the program." \
  "En esta carpeta están los datos de ${APP}. Elija otra para el programa, por favor."
!insertmacro Text OLD_STAYS \
  "The earlier version could not be removed. Nothing else was changed." \
  "No se pudo quitar la versión anterior. No se cambió nada más."
!insertmacro Text TYPE "SCORE audit" "Auditoría SCORE"
!insertmacro Text CORE "${APP} (required)" "${APP} (obligatorio)"
!insertmacro Text DESKTOP "Entry on the desktop" "Acceso directo en el escritorio"
!insertmacro Text REMOVE_PROGRAM "The program" "El programa"
!insertmacro Text REMOVE_DATA "Delete my audits and settings too" "Borrar también mis auditorías y ajustes"
!insertmacro Text ASK_DATA \
  "All audits, backups and settings in$\r$\n${DATA}$\r$\nwill be deleted for good. Delete them?" \
  "Se borrarán para siempre todas las auditorías, copias y ajustes de$\r$\n${DATA}$\r$\n¿Borrarlos?"
!insertmacro Text COMMENT "Environmental audits of small enterprises" "Auditorías ambientales de pequeñas empresas"

; Result in $R9: 1 while a program of the folder runs. A running program cannot be opened for writing.
!macro DefineClosing un
Function ${un}IsOpen
  StrCpy $R9 0
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    ClearErrors
    FileOpen $R7 "$INSTDIR\${EXE}" a
    ${If} ${Errors}
      StrCpy $R9 1
    ${Else}
      FileClose $R7
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\${CLI}"
    ClearErrors
    FileOpen $R7 "$INSTDIR\${CLI}" a
    ${If} ${Errors}
      StrCpy $R9 1
    ${Else}
      FileClose $R7
    ${EndIf}
  ${EndIf}
  ClearErrors
FunctionEnd

Function ${un}AskToClose
  ; --close asks all windows of this person to close and waits for them.
  ExecWait '"$INSTDIR\${EXE}" --close'
  StrCpy $R6 0
  ${Do}
    Call ${un}IsOpen
    ${If} $R9 == 0
      ${Break}
    ${EndIf}
    Sleep 500
    IntOp $R6 $R6 + 1
  ${LoopUntil} $R6 > 20
FunctionEnd

Function ${un}NeedClosed
  Call ${un}IsOpen
  ${If} $R9 == 0
    Return
  ${EndIf}
  ${GetParameters} $R5
  ClearErrors
  ${GetOptions} $R5 "/CLOSE" $R4
  ${IfNot} ${Errors}
    Call ${un}AskToClose
  ${ElseIfNot} ${Silent}
    MessageBox MB_OKCANCEL|MB_ICONINFORMATION "$(OPEN)" IDOK ask
    SetErrorLevel 1
    Quit
  ask:
    Call ${un}AskToClose
  ${EndIf}
  ${While} $R9 == 1
    ${If} ${Silent}
      SetErrorLevel 3
      Quit
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(STILL_OPEN)" IDRETRY again
    SetErrorLevel 3
    Quit
  again:
    Call ${un}IsOpen
  ${EndWhile}
FunctionEnd
!macroend
!insertmacro DefineClosing ""
!insertmacro DefineClosing "un."

!macro ChooseLanguage
  ; NSIS has chosen by the language of Windows already.
  ${GetParameters} $R5
  ClearErrors
  ${GetOptions} $R5 "/LANG=" $R4
  ${IfNot} ${Errors}
    ${If} $R4 == "es"
    ${OrIf} $R4 == 1034
      StrCpy $LANGUAGE ${LANG_SPANISH}
    ${ElseIf} $R4 == "en"
    ${OrIf} $R4 == 1033
      StrCpy $LANGUAGE ${LANG_ENGLISH}
    ${EndIf}
  ${EndIf}
  ClearErrors
!macroend

; $R9: 1 where the folder is the one of the data.
Function IsDataFolder
  StrCpy $R9 0
  ${If} $INSTDIR == "${DATA}"
  ${OrIf} $INSTDIR == "${DATA}\"
    StrCpy $R9 1
  ${EndIf}
FunctionEnd

Function DirectoryChosen
  Call IsDataFolder
  ${If} $R9 == 1
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(BAD_FOLDER)"
    Abort
  ${EndIf}
FunctionEnd

; The language that was asked for is in force after .onInit only; a silent installation shows no words.
Function .onInit
  SetShellVarContext current
  SetRegView 64
  !insertmacro ChooseLanguage
  Call DesktopChoice
  ${If} ${Silent}
    Call Checks
  ${EndIf}
FunctionEnd

Function Checks
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  Call IsDataFolder
  ${If} $R9 == 1
    MessageBox MB_OK|MB_ICONSTOP "$(BAD_FOLDER)" /SD IDOK
    SetErrorLevel 5
    Quit
  ${EndIf}
  Call CompareVersions
  Call NeedClosed
FunctionEnd

Function CompareVersions
  ReadRegStr $R8 HKCU "${KEY}" "Version"
  ${If} $R8 != ""
    ${VersionCompare} "$R8" "${VERSION}" $R7
    ${If} $R7 == 1
      ${GetParameters} $R5
      ClearErrors
      ${GetOptions} $R5 "/DOWNGRADE" $R4
      ${If} ${Errors}
        MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(NEWER)" /SD IDNO IDYES older
        SetErrorLevel 6
        Quit
      older:
      ${EndIf}
    ${EndIf}
  ${EndIf}
  ClearErrors
FunctionEnd

Section "$(CORE)" CORE
  SectionIn RO
  Call NeedClosed
  Call RemoveEarlier
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "InstallerLanguage" "$LANGUAGE"
  WriteRegStr HKCU "${KEY}" "Version" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Comments" "$(COMMENT)"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0 SW_SHOWNORMAL "" "$(COMMENT)"
  ; What .score files belonged to before comes back when this program goes.
  ReadRegStr $R0 HKCU "Software\Classes\${EXT}" ""
  ${If} $R0 != ""
  ${AndIf} $R0 != "${CLASS}"
    WriteRegStr HKCU "${KEY}" "ClassBefore" "$R0"
  ${EndIf}
  WriteRegStr HKCU "Software\Classes\${EXT}" "" "${CLASS}"
  WriteRegStr HKCU "Software\Classes\${EXT}\OpenWithProgids" "${CLASS}" ""
  WriteRegStr HKCU "Software\Classes\${CLASS}" "" "$(TYPE)"
  WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; By the earlier version's own uninstaller, which knows what it wrote. Data, entries and choices stay.
Function RemoveEarlier
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S /UPGRADE _?=$INSTDIR' $R0
    ${If} $R0 != 0
      MessageBox MB_OK|MB_ICONSTOP "$(OLD_STAYS)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${EndIf}
  ClearErrors
FunctionEnd

Section "$(DESKTOP)" DESKTOP_ENTRY
  CreateShortcut "$DESKTOP\${APP}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0 SW_SHOWNORMAL "" "$(COMMENT)"
SectionEnd

; Whoever removed the entry from the desktop does not get it back with every version.
Function DesktopChoice
  ${GetParameters} $R5
  ClearErrors
  ${GetOptions} $R5 "/DESKTOP=" $R4
  ${If} ${Errors}
    StrCpy $R4 1
    ReadRegStr $R3 HKCU "${KEY}" "Version"
    ${If} $R3 != ""
    ${AndIfNot} ${FileExists} "$DESKTOP\${APP}.lnk"
      StrCpy $R4 0
    ${EndIf}
  ${EndIf}
  ${If} $R4 == 0
    SectionSetFlags ${DESKTOP_ENTRY} 0
  ${EndIf}
  ClearErrors
FunctionEnd

Function un.onInit
  SetShellVarContext current
  SetRegView 64
  ReadRegStr $R0 HKCU "${KEY}" "InstallerLanguage"
  ${If} $R0 != ""
    StrCpy $LANGUAGE $R0
  ${EndIf}
  !insertmacro ChooseLanguage
  Call un.DataChoice
  ${If} ${Silent}
    Call un.NeedClosed
  ${EndIf}
FunctionEnd

Section "un.$(REMOVE_PROGRAM)" UN_CORE
  SectionIn RO
  ; Each file by its name: what the installer did not write stays.
  !include "${FILES}"
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    SetErrorLevel 2
    Abort
  ${EndIf}
  ${GetParameters} $R5
  ClearErrors
  ${GetOptions} $R5 "/UPGRADE" $R4
  ${If} ${Errors}
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${APP}.lnk"
    Delete "$DESKTOP\${APP}.lnk"
    Call un.Registry
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ${EndIf}
  ClearErrors
SectionEnd

Function un.Registry
  ReadRegStr $R0 HKCU "Software\Classes\${EXT}" ""
  ${If} $R0 == "${CLASS}"
    ReadRegStr $R1 HKCU "${KEY}" "ClassBefore"
    ${If} $R1 == ""
      DeleteRegValue HKCU "Software\Classes\${EXT}" ""
    ${Else}
      WriteRegStr HKCU "Software\Classes\${EXT}" "" "$R1"
    ${EndIf}
  ${EndIf}
  DeleteRegValue HKCU "Software\Classes\${EXT}\OpenWithProgids" "${CLASS}"
  DeleteRegKey /ifempty HKCU "Software\Classes\${EXT}\OpenWithProgids"
  ${If} $R0 == "${CLASS}"
  ${AndIf} $R1 == ""
    DeleteRegKey /ifempty HKCU "Software\Classes\${EXT}"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${CLASS}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${KEY}"
FunctionEnd

Section /o "un.$(REMOVE_DATA)" UN_DATA
  RMDir /r "${DATA}"
SectionEnd

Function un.DataChoice
  ${GetParameters} $R5
  ClearErrors
  ${GetOptions} $R5 "/DELETEDATA" $R4
  ${IfNot} ${Errors}
    SectionSetFlags ${UN_DATA} ${SF_SELECTED}
  ${EndIf}
  ClearErrors
FunctionEnd

; Asked once more: nothing brings them back.
Function un.onSelChange
  SectionGetFlags ${UN_DATA} $R0
  IntOp $R0 $R0 & ${SF_SELECTED}
  ${If} $R0 <> 0
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(ASK_DATA)" IDYES sure
    SectionSetFlags ${UN_DATA} 0
  sure:
  ${EndIf}
FunctionEnd
